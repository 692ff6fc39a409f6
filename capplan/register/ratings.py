"""Reads ratings on the 5 x 5 risk matrix: one of the two as a number or a word, or both as a score."""

import re
from collections.abc import Callable, Mapping

from capplan import columns as c
from capplan.columns import Column
from capplan.register.amounts import number_reader
from capplan.register.reading import BLANK, UNREADABLE, Read
from capplan.register.wording import Cell, clean, normalised, seen

type Reader = Callable[[Cell], Read]

# The words of the matrix, 1 to 5: NPSA, "A risk matrix for risk managers", January 2008.
RATING_WORDS: Mapping[Column, Mapping[str, int]] = {
    column: {word: rating for rating, words in enumerate(scale, 1) for word in words}
    for column, scale in (
        (c.RISK_LIKELIHOOD, (("rare",), ("unlikely",), ("possible",), ("likely",), ("almost certain",))),
        (
            c.RISK_CONSEQUENCE,
            (("negligible", "insignificant"), ("minor",), ("moderate",), ("major",), ("catastrophic",)),
        ),
    )
}
_NUMBER_AND_WORD = re.compile(r"(?P<number>\d)\s*[-–:(]?\s*(?P<word>[a-z ]+)\)?")
_WORD_AND_NUMBER = re.compile(r"(?P<word>[a-z ]+?)\s*[-–:(]?\s*(?P<number>\d)\)?")
_OUT_OF_FIVE = re.compile(r"(?P<number>[1-5])\s*out of\s*5")
# What a score comes to, in words; it says nothing that the ratings do not.
_LEVEL = (
    r"(?:very\s+)?(?:low|med(?:ium)?|moderate|significant|high|extreme|red|amber|yellow|green)"
    r"(?:\s+(?:risk|rating|rated))?"
)
_LEVELS = re.compile(rf"^{_LEVEL}\s*[-–:,]?\s*(?=[(\dlcis])|(?<=[\d)])\s*[-–:,(]?\s*{_LEVEL}\s*\)?$")
_TIMES = r"\s*[x×*/,&]?\s*"
_PAIRS = (
    re.compile(
        r"(?P<open>\()?(?P<first>\d{1,2})\s*[x×*]\s*(?P<second>\d{1,2})(?(open)\))(?:\s*=\s*(?P<score>\d{1,3}))?"
    ),
    re.compile(r"(?P<score>\d{1,3})\s*[=(]\s*(?P<first>\d{1,2})\s*[x×*]\s*(?P<second>\d{1,2})\s*\)?"),
)
_LETTERED = re.compile(
    rf"(?P<a>[lcis])\s*[:=]?\s*(?P<x>\d{{1,2}}){_TIMES}(?P<b>[lcis])\s*[:=]?\s*(?P<y>\d{{1,2}})(?:\s*=\s*(?P<score>\d{{1,3}}))?"
)
_NUMBERS_FIRST = re.compile(
    rf"(?P<x>\d{{1,2}})\s*\(?(?P<a>[lcis])\)?{_TIMES}(?P<y>\d{{1,2}})\s*\(?(?P<b>[lcis])\)?(?:\s*=\s*(?P<score>\d{{1,3}}))?"
)
_LETTERS = (
    (re.compile(r"\blikelihood\b"), "l"),
    (re.compile(r"\bconsequence\b"), "c"),
    (re.compile(r"\b(?:impact|severity)\b"), "i"),
)
_SCORE_ALONE = re.compile(r"(?P<score>\d{1,3})(?:\.0+)?(?:\s*[-–:(]?\s*[a-z ]*\)?)?")
_RATINGS = range(1, 6)
_SCORES = frozenset(likelihood * consequence for likelihood in _RATINGS for consequence in _RATINGS)
_NOT_BOTH, _OFF_MATRIX, _ORDER_ASSUMED = Read(code="R073"), Read(code="R013"), "R075"


def rating_reader(column: Column) -> Reader:
    """A reader of one rating: its number, its word, or both where they agree.

    >>> read = rating_reader(c.RISK_LIKELIHOOD)
    >>> [read(cell).value for cell in (4.0, "4 - Likely", "almost certain", "4 - Rare")]
    [4, 4, 5, None]
    """
    words, read_number = RATING_WORDS[column], number_reader(column, 1)

    def read(cell: Cell) -> Read:
        if not isinstance(cell, str):
            return read_number(cell)
        text = clean(cell).casefold()
        if normalised(text) in words and "?" not in text:
            return Read(value=words[normalised(text)])
        both = _NUMBER_AND_WORD.fullmatch(text) or _WORD_AND_NUMBER.fullmatch(text)
        if both is None:
            out_of_five = _OUT_OF_FIVE.fullmatch(text)
            return Read(value=int(out_of_five["number"])) if out_of_five else read_number(cell)
        return Read(value=int(both["number"])) if words.get(both["word"].strip()) == int(both["number"]) else UNREADABLE

    return read


def read_score(cell: Cell) -> Read:
    """Likelihood and consequence of a score such as "4x3=12", a pair; None for a score alone (R073).

    Where the cell does not say which is which likelihood goes first, and it is said (R075).

    >>> read_score("12 (4x3)").value, read_score("C3 L4").value, read_score(12.0).code, read_score(7.0).code
    ((4, 3), (4, 3), 'R073', 'R013')
    """
    text = clean(seen(cell)).casefold()
    for word, letter in _LETTERS:
        text = word.sub(letter, text)
    text = _LEVELS.sub("", text)
    if found := _LETTERED.fullmatch(text) or _NUMBERS_FIRST.fullmatch(text):
        pair = _named_pair(found["a"], int(found["x"]), found["b"], int(found["y"]))
        return _checked(pair, found["score"], "") if pair else UNREADABLE
    for pattern in _PAIRS:
        if found := pattern.fullmatch(text):
            pair = (int(found["first"]), int(found["second"]))
            return _checked(pair, found["score"], _ORDER_ASSUMED if pair[0] != pair[1] else "")
    if found := _SCORE_ALONE.fullmatch(text):
        return _NOT_BOTH if int(found["score"]) in _SCORES else _OFF_MATRIX
    return BLANK if not text else _NOT_BOTH


def single_score(cell: Cell) -> int | None:
    """A score of the matrix that stands alone, None for all else.

    >>> single_score(16.0), single_score("16 (High)"), single_score("4x4"), single_score(7)
    (16, 16, None, None)
    """
    if read_score(cell) != _NOT_BOTH:
        return None
    found = _SCORE_ALONE.fullmatch(_LEVELS.sub("", clean(seen(cell)).casefold()))
    return int(found["score"]) if found else None


def _named_pair(first: str, x: int, second: str, y: int) -> tuple[int, int] | None:
    """Likelihood and consequence (also called impact or severity) by their letters."""
    if (first == "l") == (second == "l"):
        return None
    return (x, y) if first == "l" else (y, x)


def _checked(pair: tuple[int, int], score: str | None, code: str) -> Read:
    if not all(rating in _RATINGS for rating in pair):
        return _OFF_MATRIX
    if score is not None and int(score) != pair[0] * pair[1]:
        return _NOT_BOTH
    return Read(value=pair, code=code)
