"""The PDF: whole, tagged, repeatable, and proof against what a register may hold."""

import dataclasses
import io
import itertools
import re
from collections.abc import Iterator

import pikepdf
import pypdf
import pytest
import typst

from capplan.reporting import board_paper, network_names, network_paper, pdf, render_html, render_pdf
from capplan.reporting.content import Chart, Paper, Section, Table, TableColumn
from capplan.reporting.content import test_page as page_for_testing


def words(document: bytes) -> str:
    """The text of a PDF, white space made even."""
    reader = pypdf.PdfReader(io.BytesIO(document))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def elements(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    """The structure elements of one kind, in no order."""
    things = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/P" in thing]
    return [thing for thing in things if str(thing.get("/S", "")) == f"/{kind}"]


@pytest.fixture(scope="module")
def board(national) -> bytes:
    return render_pdf(board_paper(national))


@pytest.fixture
def opened(board) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(board)) as document:
        yield document


def test_every_funded_machine_is_in_the_pdf(board, national) -> None:
    """A long table loses no row: every funded machine is in the document's text."""
    decisions = national.recommended.plan.decisions
    found = words(board)
    missing = [asset for asset in decisions.loc[decisions["action"] != "keep", "asset_id"] if asset not in found]
    assert missing == []


def test_the_pdf_is_marked_for_archive_and_access(opened) -> None:
    """It states its language, shows its title, is tagged, and claims PDF/A-2a and PDF/UA-1."""
    assert str(opened.Root.Lang) == "en-GB"
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["dc:title"].startswith("Imaging equipment replacement plan")


def test_the_pdf_has_bookmarks_for_every_section(opened, national) -> None:
    """Every section is in the outline."""

    def titles(items) -> list[str]:
        return [title for item in items for title in (str(item.title), *titles(item.children))]

    with opened.open_outline() as outline:
        found = " ".join(titles(outline.root))
    assert all(section.heading in found for section in board_paper(national).sections)


def test_every_figure_has_alternative_text(opened, national) -> None:
    """The words for a chart are in the PDF as they are in the paper."""
    blocks = [block for section in board_paper(national).sections for block in section.blocks]
    told = sorted(block.alt for block in blocks if isinstance(block, Chart))
    assert sorted(str(one.Alt) for one in elements(opened, "Figure")) == told


def test_every_heading_cell_has_its_scope(opened) -> None:
    """Heading cells head a column or a row, and every row begins with one."""

    def scopes(cell) -> set[str]:
        attributes = cell.A.as_list() if isinstance(cell.A, pikepdf.Array) else [cell.A]
        return {str(one.Scope) for one in attributes if "/Scope" in one}

    found = [scopes(cell) for cell in elements(opened, "TH")]
    assert all(len(one) == 1 for one in found)
    assert set.union(*found) == {"/Row", "/Column"}
    assert {str(row.K[0].S) for row in elements(opened, "TR")} == {"/TH"}


def test_headings_skip_no_level(opened) -> None:
    """In reading order the document begins with its title and no heading is more than one level below the last."""

    def kinds(element: pikepdf.Object) -> Iterator[str]:
        yield str(element.get("/S", ""))
        kids = element.get("/K")
        for kid in kids.as_list() if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                yield from kinds(kid)

    levels = [int(kind[2:]) for kind in kinds(opened.Root.StructTreeRoot) if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_nothing_in_the_pdf_is_suspect(opened) -> None:
    """The document does not speak of suspect tags, which some readers report as a fault even where it denies them."""
    assert "/Suspects" not in opened.Root.MarkInfo


PAINTS = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"}


def unmarked(stream: pikepdf.Object, resources: pikepdf.Dictionary) -> list[str]:
    """The operators that draw outside of any tag and are not marked as decoration either, forms within forms too."""
    found, marks = [], []
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            told = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
            told = resources.Properties[told] if isinstance(told, pikepdf.Name) else told
            marks.append(str(operands[0]) == "/Artifact" or "/MCID" in told)
        elif name == "EMC":
            marks.pop()
        elif name in PAINTS and not any(marks):
            form = resources.XObject[operands[0]] if name == "Do" else None
            is_form = form is not None and form.get("/Subtype") == pikepdf.Name.Form
            found += unmarked(form, form.get("/Resources", resources)) if is_form else [name]
    return found


def test_all_that_is_drawn_is_tagged_or_marked_as_decoration(opened) -> None:
    """Feet, rules and shading are artifacts, all else is in the tree (ISO 14289-1, 7.1)."""
    assert [name for page in opened.pages for name in unmarked(page, page.resources)] == []


def test_the_typeface_is_embedded(opened) -> None:
    """The paper is set in its own typeface, and the typeface is in the file."""
    fonts = [thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
    assert fonts
    assert all("OpenSans" in str(font.FontName) for font in fonts)
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_another_typeface_is_refused(monkeypatch) -> None:
    """A PDF that was set in a fallback typeface is never handed over."""
    monkeypatch.setattr(pdf.fonts, "FAMILY", "Comic Neue")
    pdf.typefaces.cache_clear()
    with pytest.raises(RuntimeError, match="Comic Neue"):
        render_pdf(page_for_testing())
    pdf.typefaces.cache_clear()


def test_a_chart_without_words_is_refused(study) -> None:
    """A chart with no alternative text stops the build."""
    paper = board_paper(study)
    section = next(one for one in paper.sections if one.id == "why-now")
    mute = tuple(dataclasses.replace(one, alt="") if isinstance(one, Chart) else one for one in section.blocks)
    with pytest.raises(typst.TypstError, match="alt"):
        render_pdf(dataclasses.replace(paper, sections=(dataclasses.replace(section, blocks=mute),)))


def test_the_pdf_repeats_to_the_byte(national, board) -> None:
    """The same study gives the same file, dated by the policy and not by the clock."""
    assert render_pdf(board_paper(national)) == board
    assert pypdf.PdfReader(io.BytesIO(board)).metadata.creation_date.date() == national.recommended.policy.plan.as_at


def test_key_figures_are_the_pages(board, national) -> None:
    """The figures that carry the paper are the same in the PDF and on the page."""
    paper = board_paper(national)
    page, found = render_html(paper), words(board)
    switch = next(block for section in paper.sections for block in section.blocks if block.kind == "switch")
    figures = switch.choices[0][1].figures
    assert len(figures) == 4
    assert all(f"<dd>{one.value}</dd>" in page and one.value in found for one in figures)


def test_page_and_run_are_on_every_page(board, national) -> None:
    """Each page has its number, of how many, and the run."""
    reader = pypdf.PdfReader(io.BytesIO(board))
    footer = board_paper(national).footer
    for number, page in enumerate(reader.pages, start=1):
        found = re.sub(r"\s+", " ", page.extract_text())
        assert f"Page {number} of {len(reader.pages)}" in found
        assert footer in found


@pytest.fixture(scope="module")
def hostile_words(hostile) -> str:
    return words(render_pdf(board_paper(hostile)))


@pytest.mark.parametrize("text", ['#eval("1+1")', "*x* _y_ `z` $a$ [b]", "=1+1", "<script>alert(1)</script>"])
def test_register_text_is_never_run_or_styled(hostile_words, text) -> None:
    """Typst's own marks in a register's text print as they stand."""
    assert text in hostile_words


def test_what_the_typeface_lacks_is_spelt_out(hostile_words) -> None:
    """An emoji or another script does not stop the paper: it is printed as a code point."""
    assert "emoji [U+1F600]" in hostile_words
    assert "[U+0007] bell" in hostile_words


def test_a_word_of_300_letters_stays_on_the_page(hostile_words) -> None:
    """A word too long for a column is broken over lines, none of it lost."""
    assert "x" * 300 in hostile_words.replace(" ", "").replace("\u200b", "")


def test_every_network_has_a_pdf(study) -> None:
    """A network's paper names the network and its machines."""
    for network in network_names(study):
        paper: Paper = network_paper(study, network)
        found = words(render_pdf(paper))
        assert network in found
        assert all(ask in found.replace("\u00a0", " ") for ask in paper.asks)


def test_a_page_of_one_line_can_be_made() -> None:
    """The smallest paper renders."""
    assert "This page could be made." in words(render_pdf(page_for_testing()))


@pytest.mark.parametrize("asset", ["ZW1-MR-001", "WMW-MW-0001", "MRI-WW-12345"])
def test_an_asset_number_is_never_broken(asset: str) -> None:
    """The widest capitals stay on one line, or nobody could search the paper for the machine."""
    columns = tuple(TableColumn(label=label) for label in ("Asset", "Organisation", "Reason"))
    row = (asset, "Example Hospitals (fictional)", "Worth far more than it costs. " * 12)
    section = Section(id="t", heading="Table", blocks=(Table(id="t", caption="Assets", columns=columns, rows=(row,)),))
    assert asset in words(render_pdf(dataclasses.replace(page_for_testing(), sections=(section,))))


def test_only_a_long_annex_begins_a_page_of_its_own(study) -> None:
    """A small estate's annexes run on from its paper; a list of hundreds begins a page, with narrower margins."""
    columns = (TableColumn(label="Asset"), TableColumn(label="Reason"))
    rows = tuple((f"A-{place}", "Worth it") for place in range(300))
    long = Section(
        id="all", heading="All", is_annex=True, blocks=(Table(id="all", caption="", columns=columns, rows=rows),)
    )
    paper = board_paper(study)
    longer = dataclasses.replace(paper, sections=(*paper.sections, long))
    assert [run["is_wide"] for run in pdf.content_of(paper)["runs"]] == [False, False]
    assert [run["is_wide"] for run in pdf.content_of(longer)["runs"]] == [False, True]
