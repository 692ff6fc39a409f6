"""What people wrote in the comments on a sheet's cells, whatever kind of workbook it is: within limits, and without
what capplan wrote there itself."""

import re
from collections.abc import Mapping

from capplan.register.facts import Spot
from capplan.register.wording import clean

MOST_NOTES, _LONGEST, _MOST_READ = 2_000, 500, 10_000
# What an annotated copy says, below the words of a comment that was there before.
_OUR_MARK = re.compile(r"\[(?:error|warning|note) R\d{3}\]")


class NoteTexts:
    """Gathers the comments on a sheet's cells: of the first 2,000 such cells, at most 500 characters each."""

    def __init__(self) -> None:
        self._texts: dict[Spot, str] = {}

    def add(self, spot: Spot, text: str) -> None:
        """Takes note of a comment. One more on the same cell is an answer to the first."""
        said = plain_note(text)
        if not said:
            return
        if spot in self._texts:
            self._texts[spot] = f"{self._texts[spot]} / {said}"[:_LONGEST]
        elif len(self._texts) < MOST_NOTES:
            self._texts[spot] = said

    def told(self) -> Mapping[Spot, str]:
        """What was gathered, by cell."""
        return self._texts


def plain_note(text: str) -> str:
    r"""The words of a comment on one line: no letters that cannot be seen, and nothing that capplan wrote.

    >>> plain_note("J. Example:\nscrapped\x1b[31m 2024\n\n[warning R036] A date given as a day number.")
    'J. Example: scrapped[31m 2024'
    """
    own = _OUR_MARK.split(text[:_MOST_READ], maxsplit=1)[0]
    return clean("".join(letter for letter in own if letter.isprintable() or letter.isspace()))[:_LONGEST]
