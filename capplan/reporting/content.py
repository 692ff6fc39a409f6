"""What a paper says, apart from how it looks: sections made of a few kinds of block.

A paper is built once and rendered twice (`html`, `pdf`), so that the two cannot disagree. Every
number is text by now: renderers do no sums and no rounding.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import ClassVar, Literal

CellKind = Literal["text", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; `lead` is the word or two in bold that it opens with."""

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of sentences; numbered where the reader may need to point at one."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """What must not be missed, set apart from the text around it."""

    kind: ClassVar[str] = "callout"
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One number in large type: the number with its unit, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """The few numbers that carry a paper."""

    kind: ClassVar[str] = "figures"
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of a printed table: its label, unit included, and whether it holds text or numbers."""

    label: str
    kind: CellKind = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of printed cells; the first cell of a row is its heading.

    `is_register` marks a long list that a reader will want to sort and search, set compactly on paper.
    `details` has, for each row of a table that has any, the whole of what the row's last cell is short for: a
    page shows it when it is asked for, paper leaves it out.
    Raises ValueError where a row does not fit the columns, a cell is empty, or details are not one a row.
    """

    kind: ClassVar[str] = "table"
    id: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    is_register: bool = False
    details: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.details and len(self.details) != len(self.rows):
            raise ValueError(f"table {self.id}: {len(self.details)} details for {len(self.rows)} rows")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.id}: a row of {len(row)} cells under {len(self.columns)} columns")
            if not all(row):
                raise ValueError(f"table {self.id}: an empty cell in the row of {row[0]!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: its message as a title, what it measures as a subtitle, its alternative text, the
    drawing (SVG without any title in it), and the same figures as a table."""

    kind: ClassVar[str] = "chart"
    id: str
    title: str
    subtitle: str
    alt: str
    svg: str
    data: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """The same few numbers for several choices, each with its title: a page lets its reader switch between
    them, paper shows the first."""

    kind: ClassVar[str] = "switch"
    id: str
    label: str
    choices: tuple[tuple[str, KeyFigures], ...]


Block = Paragraph | Bullets | Callout | KeyFigures | Switch | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed part of a paper. `is_annex` is reference, set apart from the paper itself."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    number: str = ""
    is_annex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A whole paper. `cover` holds the fields of the cover sheet as (name, value); `as_at` dates
    the document, so that the same inputs give the same bytes; `footer` is on every page."""

    title: str
    subtitle: str
    author: str
    as_at: dt.date
    cover: tuple[tuple[str, str], ...]
    asks_heading: str
    asks: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: str
    language: str = field(default="en-GB")


def test_page() -> Paper:
    """A paper of one line, to see that a renderer works."""
    section = Section(id="test", heading="Test", number="1", blocks=(Paragraph(text="This page could be made."),))
    return Paper(
        title="Test page",
        subtitle="A page to see that papers can be made",
        author="capplan",
        as_at=dt.date(2026, 10, 31),
        cover=(("Purpose", "Test"),),
        asks_heading="You are asked to",
        asks=("Do nothing.",),
        sections=(section,),
        footer="Test page",
    )


# pytest would otherwise take it for a test where it is imported.
test_page.__test__ = False  # type: ignore[attr-defined]
