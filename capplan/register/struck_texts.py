"""Texts of an .xlsx workbook of which a part is struck out, though the style of their cells does not say so.

Layout: ECMA-376 part 1, 18.4.8 (si), 18.4.4 (r) and 18.4.10 (strike).
"""

import zipfile

from capplan.register.archive import chunks
from capplan.register.xml_events import open_parser, parse_part

_TEXTS, _MARK = "xl/sharedStrings.xml", b"strike"
_FALSE = frozenset(("0", "false", "off", "none"))


def struck_texts(archive: zipfile.ZipFile) -> frozenset[str]:
    """The numbers, as cells give them, of the shared texts with a line through some or all of their letters."""
    if _TEXTS not in archive.namelist():
        return frozenset()
    if not any(_MARK in chunk for chunk in chunks(archive, _TEXTS, overlap=len(_MARK))):
        return frozenset()
    struck: set[str] = set()
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        tag = name.rpartition(":")[2]
        count += tag == "si"
        if is_strike(tag, attributes):
            struck.add(str(count - 1))

    parse_part(archive, _TEXTS, open_parser(start))
    return frozenset(struck)


def is_strike(tag: str, attributes: dict[str, str]) -> bool:
    """Whether an element puts a line through its text.

    >>> is_strike("strike", {}), is_strike("strike", {"val": "0"}), is_strike("b", {})
    (True, False, False)
    """
    return tag == "strike" and attributes.get("val", "1") not in _FALSE
