"""Cells and their text: cleaned, made comparable, and as a person sees them."""

import datetime as dt
import re
import unicodedata
from functools import lru_cache

type Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta

_UNKNOWN_WORDS = frozenset(
    ("n k", "nk", "not known", "unknown", "unk", "tbc", "tba", "tbd", "to be confirmed", "not stated", "not recorded",
     "no data")
)  # fmt: skip
_BLANK_WORDS = _UNKNOWN_WORDS | frozenset(("n a", "na", "not applicable", "not available", "null", "nan"))
_DASHES = re.compile(r"[-–—_?.]*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_CELL_NAME = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_SEEN_LENGTH = 200
_LONGEST_BLANK = max(map(len, _BLANK_WORDS)) + 4


def clean(text: str) -> str:
    r"""Text with its spaces made single and its invisible characters taken out.

    >>> clean("  Ward\u00a0 4\n")
    'Ward 4'
    """
    return " ".join(_INVISIBLE.sub("", text).split())


def normalised(text: str) -> str:
    r"""Text for comparing: words in lower case with single spaces, no punctuation, `+` as a word.

    >>> normalised("EquipID"), normalised("X-ray  (DR)\n"), normalised("N+1"), normalised("install_date")
    ('equip id', 'x ray dr', 'n plus 1', 'install date')
    """
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text)).replace("+", " plus ")
    return " ".join(_WORD.findall(spaced.casefold()))


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, a dash, or a word such as "N/A" or "TBC".

    >>> is_blank("–"), is_blank("n/a"), is_blank(0.0), is_blank("####")
    (True, True, False, False)
    """
    return isinstance(cell, str) and _says_nothing(cell)


def is_unknown(cell: Cell) -> bool:
    """Whether a blank cell says that its value is there to be found, as "TBC" does and "N/A" does not.

    >>> is_unknown("TBC"), is_unknown("??"), is_unknown("N/A"), is_unknown("")
    (True, True, False, False)
    """
    if not isinstance(cell, str) or not is_blank(cell):
        return False
    return normalised(cell) in _UNKNOWN_WORDS or "?" in cell


@lru_cache(maxsize=65_536)
def _says_nothing(cell: str) -> bool:
    text = clean(cell)
    is_short = 0 < len(text) <= _LONGEST_BLANK
    return _DASHES.fullmatch(text) is not None or (is_short and normalised(text) in _BLANK_WORDS)


def seen(cell: Cell) -> str:
    """A cell as a person sees it, at most 200 characters; dates are ISO.

    >>> seen(750.0), seen(dt.datetime(2014, 9, 3)), seen(True)
    ('750', '2014-09-03', 'TRUE')
    """
    match cell:
        case bool():
            text = str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            text = str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            text = cell.date().isoformat()
        case dt.datetime():
            text = cell.isoformat(sep=" ")
        case _:
            text = clean(str(cell))
    return text if len(text) <= _SEEN_LENGTH else text[: _SEEN_LENGTH - 1] + "…"


def address(file: str, sheet: str, cell: str) -> str:
    """Where something is, as a person goes to it; any part but the file may be blank.

    >>> address("register.xlsx", "Assets", "F17"), address("register.csv", "", "F17"), address("a.xlsx", "Assets", "")
    ('register.xlsx, Assets!F17', 'register.csv, F17', 'a.xlsx, Assets')
    """
    inside = f"{sheet}!{cell}" if sheet and cell else sheet or cell
    return f"{file}, {inside}" if inside else file


def letters(position: int) -> str:
    """The letters of a sheet's column, counted from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name, rest = "", position + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        name = chr(ord("A") + last) + name
    return name


def position_of_letters(name: str) -> int:
    """The column that some letters name, counted from 0.

    >>> position_of_letters("A"), position_of_letters("Z"), position_of_letters("AA")
    (0, 25, 26)
    """
    position = 0
    for letter in name:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def cell_name(position: str, row: int) -> str:
    """A cell's name from the letters of its column and its row; of a sheet on its side, from its row in
    digits and the number of its column (see `places`).

    >>> cell_name("F", 17), cell_name("5", 2)
    ('F17', 'B5')
    """
    return f"{letters(row - 1)}{position}" if position.isdigit() else f"{position}{row}"


def cell_place(name: str) -> tuple[int, int] | None:
    """The row and column of a cell, counted from 0, by its name; None for what is no name of a cell.

    >>> cell_place("F17"), cell_place("")
    ((16, 5), None)
    """
    found = _CELL_NAME.fullmatch(name)
    return (int(found[2]) - 1, position_of_letters(found[1])) if found else None
