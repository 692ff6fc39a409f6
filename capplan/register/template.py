"""A blank register to fill in: headings that are read as they stand, drop-downs, and plain words."""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from capplan import columns as c
from capplan.columns import Column
from capplan.reference import Reference
from capplan.register.choices import plain_choice
from capplan.register.headings import read_heading
from capplan.register.own import own_title
from capplan.register.template_mark import SCHEMA_PROPERTY, SCHEMA_VERSION

SHEET, _GUIDE, _LISTS = "Equipment", "Guide", "Lists"
_ROWS = 5_000
_FIRST_DATE, _LAST_DATE = dt.date(1950, 1, 1), dt.date(2100, 12, 31)
# Fixed, so that the same version gives the same bytes.
_CREATED = dt.datetime(2026, 1, 1)
_REQUIRED = (c.ASSET_ID, c.ORGANISATION, c.ASSET_CLASS, c.INSTALL_DATE)
_IMPORTANT = (c.SITE, c.REPLACEMENT_COST_GBP, c.EXPECTED_LIFE_YEARS)
_FIRST = (*_REQUIRED, *_IMPORTANT, c.MANUFACTURER, c.MODEL, c.SERIAL_NUMBER, c.STATUS)
# One row is one asset in pounds; what capplan works out itself is not asked for.
_NOT_ASKED = (c.ASSET_CLASS_RAW, c.INSTALL_PRECISION, c.AGE_YEARS, c.QUANTITY, c.CURRENCY, c.EXTRA)
COLUMNS = (*_FIRST, *(column for column in c.ASSETS if column not in (*_FIRST, *_NOT_ASKED)))
_STEPS = (
    "Fill in one row for each item of equipment on the sheet Equipment.",
    "Dark headings are needed, mid-blue ones matter most after them; the list below says which.",
    "Leave empty what is not known: never write 0 for it.",
    "Where a cell has a list, choose from it. Give dates as day/month/year.",
    "Give money in whole pounds without VAT, unless the column VAT basis says otherwise.",
    "Do not change the headings. You may hide or delete columns that you do not use.",
    "Then run: capplan check FILE",
)
_SHADES = {"required": ("#1F3864", "#FFFFFF"), "important": ("#8EA9DB", "#000000"), "optional": ("#E7ECF6", "#000000")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What may be entered in a column: a number format, and the rule that a spreadsheet holds it to, in
    the words of xlsxwriter's `data_validation`, with what to say when it is broken."""

    number_format: str
    rule: Mapping[str, Any]
    says: str


_DATE = Entry(
    number_format="dd/mm/yyyy",
    rule={"validate": "date", "criteria": "between", "minimum": _FIRST_DATE, "maximum": _LAST_DATE},
    says="Give a date as day/month/year, for example 03/09/2014.",
)
_POUNDS = Entry(
    number_format="#,##0",
    rule={"validate": "decimal", "criteria": ">=", "value": 1},
    says="Give whole pounds as a number, for example 750000, without k or m. Leave it empty if it is not known.",
)
_YEAR = Entry(
    number_format="0",
    rule={"validate": "integer", "criteria": "between", "minimum": 1950, "maximum": 2100},
    says="Give a year in four digits, for example 2014.",
)
_RATING = Entry(
    number_format="0",
    rule={"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5},
    says="Give a whole number from 1 to 5.",
)
_LIFE = Entry(
    number_format="0.0",
    rule={"validate": "decimal", "criteria": "between", "minimum": 1, "maximum": 100},
    says="Give a number of years, for example 10.",
)
_COUNT = Entry(
    number_format="#,##0",
    rule={"validate": "integer", "criteria": ">=", "value": 0},
    says="Give a whole number of 0 or more.",
)
_MEASURE = Entry(
    number_format="#,##0.##",
    rule={"validate": "decimal", "criteria": ">=", "value": 0},
    says="Give a number of 0 or more.",
)
_TEXT = Entry(number_format="@", rule={"validate": "any"}, says="")
_ENTRIES: Sequence[tuple[Callable[[Column], bool], Entry]] = (
    (lambda column: column.kind == "date", _DATE),
    (lambda column: column.unit.startswith("£"), _POUNDS),
    (lambda column: "year" in column and column.kind == "whole", _YEAR),
    (lambda column: column.unit == "1 to 5", _RATING),
    (lambda column: column == c.EXPECTED_LIFE_YEARS, _LIFE),
    (lambda column: column.kind == "whole", _COUNT),
    (lambda column: column.kind == "number", _MEASURE),
    (lambda column: True, _TEXT),
)


def template(reference: Reference) -> bytes:
    """A blank register as an Excel workbook, with the classes of `reference` to choose from.

    Filled in as it says, it is read without a mapping and without a finding. The custom property
    `capplan_schema` marks its version. The same tables give the same bytes.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": "Equipment register", "created": _CREATED})
        book.set_custom_property(SCHEMA_PROPERTY, SCHEMA_VERSION)
        register, guide, lists = (book.add_worksheet(name) for name in (SHEET, _GUIDE, _LISTS))
        choices = {column: words for column in COLUMNS if (words := choice_words(column, reference))}
        names = _write_lists(book, lists, choices)
        _write_register(book, register, names)
        _write_guide(book, guide, choices)
    return out.getvalue()


def heading_of(column: Column) -> str:
    """A heading that is read as the column, in pounds and years as they stand: its label where that is one.

    >>> heading_of(c.REPLACEMENT_COST_GBP), heading_of(c.ASSET_ID)
    ('Replacement cost (£)', 'Asset no')
    """
    for text in (column.label, column.heading, *(alias.capitalize() for alias in column.aliases)):
        heading = read_heading(text)
        if heading is not None and heading.column == column and heading.scale == 1:
            return text
    return str(column)


def choice_words(column: Column, reference: Reference) -> tuple[str, ...]:
    """The words to choose from in a column, each of which is read as its own choice; none for free text.

    >>> choice_words(c.VAT_BASIS, None)
    ('ex VAT', 'inc VAT')
    """
    if column == c.ASSET_CLASS:
        return tuple(reference.classes["title"].astype("str"))
    if column.kind == "flag":
        return ("yes", "no")
    return tuple(map(plain_choice, column.choices))


def _write_lists(book: Any, page: Any, choices: Mapping[Column, Sequence[str]]) -> dict[Column, str]:
    """The lists, a column each, and the defined name of each."""
    bold = book.add_format({"bold": True})
    page.write_string(0, 0, own_title("Lists"), bold)
    names = {}
    for place, (column, words) in enumerate(choices.items()):
        page.write_string(1, place, column.heading, bold)
        for row, word in enumerate(words, 2):
            page.write_string(row, place, word)
        letter = xlsxwriter.utility.xl_col_to_name(place)
        names[column] = f"list_{column}"
        book.define_name(names[column], f"={_LISTS}!${letter}$3:${letter}${len(words) + 2}")
    page.set_column(0, len(choices) - 1, 24)
    return names


def _write_register(book: Any, page: Any, lists: Mapping[Column, str]) -> None:
    shades = {
        need: book.add_format(
            {"bold": True, "bg_color": back, "font_color": ink, "text_wrap": True, "valign": "top", "border": 1}
        )
        for need, (back, ink) in _SHADES.items()
    }
    for place, column in enumerate(COLUMNS):
        entry = _entry(column)
        width = max(12, min(28, len(heading_of(column)) + 3))
        page.set_column(place, place, width, book.add_format({"num_format": entry.number_format}))
        page.write_string(0, place, heading_of(column), shades[_need(column)])
        page.write_comment(0, place, _meaning(column), {"x_scale": 1.6, "author": "capplan"})
        page.data_validation(1, place, _ROWS, place, _validation(column, entry, lists.get(column)))
    page.set_row(0, 32)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, _ROWS, len(COLUMNS) - 1)
    page.activate()


def _validation(column: Column, entry: Entry, listed: str | None) -> dict[str, Any]:
    shown = {"input_title": column.heading[:32], "input_message": _meaning(column)[:255]}
    if listed is not None:
        says = "Choose one from the list, or leave it empty."
        return {
            "validate": "list",
            "source": f"={listed}",
            "error_title": column.heading[:32],
            "error_message": says,
            **shown,
        }
    said = {"error_title": column.heading[:32], "error_message": entry.says} if entry.says else {}
    return {**entry.rule, **said, **shown}


def _write_guide(book: Any, page: Any, choices: Mapping[Column, Sequence[str]]) -> None:
    bold, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, own_title("How to fill in this register"), title)
    for row, step in enumerate(_STEPS, 1):
        page.write_string(row, 0, f"{row}. {step}")
    first = len(_STEPS) + 2
    for place, heading in enumerate(("Heading", "Need", "What it means", "Unit", "Choose from")):
        page.write_string(first, place, heading, bold)
    for row, column in enumerate(COLUMNS, first + 1):
        cells = (heading_of(column), _need(column), column.meaning, column.unit, "; ".join(choices.get(column, ())))
        for place, text in enumerate(cells):
            page.write_string(row, place, text, wrapped)
    for place, width in enumerate((30, 12, 56, 18, 70)):
        page.set_column(place, place, width)


def _entry(column: Column) -> Entry:
    return next(entry for applies, entry in _ENTRIES if applies(column))


def _need(column: Column) -> str:
    return "required" if column in _REQUIRED else "important" if column in _IMPORTANT else "optional"


def _meaning(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    return f"{column.meaning}{unit}. {_entry(column).says}".strip()
