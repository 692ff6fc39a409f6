"""A register whose every name attacks what prints it, read, planned and reported as a person would do it."""

import csv
import html.parser
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pikepdf
import pypdf
import pytest

from capplan.cli import main

LONG = "N" * 400
NAMES = (
    '=HYPERLINK("http://x")', "<script>alert(1)</script>", "#set text(size:80pt)", "*bold* _x_ $y$ @ref \\\\", LONG,
    "\u0634\u0628\u0643\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea", "emoji \U0001f600",
    "line one\nline two", "+cmd|' /C calc'!A0", "@SUM(1)",
    "\u202egpj.exe\u202c", "{{ 7*7 }}{% raw %}",
)  # fmt: skip
FIELDS = ("asset_id", "organisation", "site", "network", "manufacturer", "model", "description")
PLAN = """
[plan]
title = '=1+1 <b>bold</b> #set text(size:80pt)'
owner = '@ref $y$ <script>alert(1)</script>'
start = 2027
years = 2
as_at = 2026-10-31
[[register]]
file = "*.csv"
[budget]
2027 = 500_000
2028 = 500_000
[[fund]]
name = '=1+1 "quoted" <i>it</i> *'
asset_class = ["ultrasound"]
2027 = 100_000
[scenarios.base]
title = '=cmd #pagebreak() <i>'
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Path:
    """The run folder of a plan on the hostile register, with every paper in it."""
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow((*FIELDS, "asset_class", "age_years", "replacement_cost_gbp"))
        for turn, name in enumerate(NAMES):
            names = (name, *(NAMES[(turn + step) % len(NAMES)] for step in range(2, len(FIELDS) + 1)))
            rows.writerow((*names, ("ultrasound", "xray_room")[turn % 2], 9 + turn, 90_000))
    (folder / "capplan.toml").write_text(PLAN, encoding="utf-8")
    for arguments in (["run", "--plan", folder / "capplan.toml", "--out", folder / "out"], ["report", folder / "out"]):
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        assert left.value.code == 0
    return folder / "out"


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]", "", text)


class Elements(html.parser.HTMLParser):
    """The elements of a page, and where its links go."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_pages_hold_no_element_of_a_register(run: Path) -> None:
    """The only script is the page's own, no word is set in bold or slanted by a name, and every link stays within."""
    pages = sorted(run.rglob("*.html"))
    assert len(pages) > len(NAMES) / 2
    for page in pages:
        found = Elements()
        found.feed(page.read_text(encoding="utf-8"))
        assert found.names.count("script") == 1
        assert not {"b", "i"} & set(found.names)
        assert all(link.startswith("#") for link in found.links)


def test_papers_print_names_and_run_none(run: Path) -> None:
    """PDFs have no link outwards and no script, keep to their own sizes of type, and print what was to be run."""
    for path in sorted(run.rglob("*.pdf")):
        with pikepdf.open(path) as pdf:
            actions = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/S" in thing]
            assert not [one for one in actions if str(one.S) in {"/URI", "/JavaScript", "/Launch"}]
        sizes: list[float] = []
        for page in pypdf.PdfReader(path).pages:
            page.extract_text(visitor_text=lambda text, cm, tm, font, size, found=sizes: found.append(size))
        assert max(sizes) <= 30
    text = squeezed("".join(page.extract_text() for page in pypdf.PdfReader(run / "base" / "board.pdf").pages))
    assert squeezed("#set text(size:80pt)") in text
    assert "[U+1F600]" in text


def test_a_name_of_hundreds_of_letters_leaves_the_cover_its_room(run: Path) -> None:
    """The paper of a network with a very long name asks on its first page, and each foot is within the page."""
    (path,) = run.rglob(f"{LONG[:80]}.pdf")
    pages = pypdf.PdfReader(path).pages
    assert "The network is asked to" in pages[0].extract_text()
    lowest: list[float] = []
    for page in pages:
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: lowest.append(cm[5]) if text.strip() else None)
    assert min(lowest) >= 0


def test_the_workbook_has_no_formula_but_its_own(run: Path) -> None:
    """No formula, link or comment comes of a name."""
    data = (run / "base" / "finance.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    formulas = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not [one for one in formulas if re.search(r"HYPERLINK|cmd|SUM\(1\)|1\+1", one)]
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert not [name for name in archive.namelist() if b'TargetMode="External"' in archive.read(name)]
    names = {row[0] for row in book["Decisions"].iter_rows(values_only=True)}
    assert {'=HYPERLINK("http://x")', "@SUM(1)", LONG} <= names


def test_no_cell_of_a_csv_begins_as_a_formula_does(run: Path) -> None:
    """A spreadsheet that opens a CSV of the run runs nothing."""
    for path in sorted(run.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as source:
            cells = [cell for row in csv.reader(source) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-[^\d.]", cell)], path.name


def test_no_file_name_hides_its_ending(run: Path) -> None:
    """Marks that turn the direction of text are in no file's name."""
    assert not [path for path in run.rglob("*") if re.search(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]", path.name)]
