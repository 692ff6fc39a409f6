"""Which prices hold VAT: one basis a row, from the notes beside its prices and its own column."""

from collections.abc import Sequence

type Note = str | None


def vat_bases(notes: Sequence[Sequence[Note]], stated: Sequence[Note]) -> tuple[list[Note], list[int]]:
    """Each row's basis (`ex`, `inc` or None), and the places of the rows that make the prices uneven.

    `notes` has a sequence for each price column: None where a row has no price, "" where the price
    says nothing, else its basis. `stated` is the row's own column. The first price's note goes first.
    A row is uneven where its notes disagree. Where some prices of a column have a note and some none,
    the rarer kind is uneven.

    >>> vat_bases([["inc", "", None]], [None, None, "ex"])
    (['inc', None, 'ex'], [0])
    """
    rows = list(zip(*notes, strict=True)) or [()] * len(stated)
    bases = [next((note for note in (*row, own) if note), None) for row, own in zip(rows, stated, strict=True)]
    disagreeing = {
        place for place, (row, own) in enumerate(zip(rows, stated, strict=True)) if len({*row, own} - {None, ""}) > 1
    }
    rarer = {place for column in notes for place in _rarer(column, stated)}
    return bases, sorted(disagreeing | rarer)


def _rarer(column: Sequence[Note], stated: Sequence[Note]) -> list[int]:
    noted = [place for place, note in enumerate(column) if note]
    silent = [place for place, note in enumerate(column) if note == "" and not stated[place]]
    return min(noted, silent, key=len)
