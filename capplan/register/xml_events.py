"""A part of a zipped workbook read as the beginnings and ends of its elements, none of it kept."""

import posixpath
import zipfile
from collections.abc import Callable
from typing import BinaryIO, cast
from xml.parsers import expat

type Start = Callable[[str, dict[str, str]], None]


def open_parser(start: Start) -> expat.XMLParserType:
    """A parser that calls `start` for each element and refuses declarations of entities (ValueError)."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = start
    return parser


def parse_part(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    """Parse a part, a piece at a time. Raises the errors of expat and of the archive as they are."""
    with archive.open(part) as stream:
        parser.ParseFile(cast("BinaryIO", stream))


def rels_of(part: str) -> str:
    """The part that lists the links of another.

    >>> rels_of("xl/worksheets/sheet1.xml")
    'xl/worksheets/_rels/sheet1.xml.rels'
    """
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def linked_parts(archive: zipfile.ZipFile, part: str, kind: str = "") -> dict[str, str]:
    """The part of the workbook that each link of `part` leads to, or each whose type ends in `kind`; none where
    there is no such part."""
    links: dict[str, str] = {}
    folder = posixpath.dirname(posixpath.dirname(part))

    def start(_: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if target and attributes.get("Type", "").endswith(kind):
            links[attributes.get("Id", "")] = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    if part in archive.namelist():
        parse_part(archive, part, open_parser(start))
    return links


def _refuse_declarations(*declaration: object) -> None:
    raise ValueError(declaration)
