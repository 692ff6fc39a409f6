"""An organisation's own templates: used where they are, and told of by file and line where they are wrong."""

from pathlib import Path

import pytest

from capplan.errors import InputError
from capplan.reporting import Templates, render_html, render_pdf
from capplan.reporting.content import test_page as page_for_testing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "partials").mkdir()
    return tmp_path


def test_a_folder_without_templates_changes_nothing(folder: Path) -> None:
    """Whatever the organisation has no file for is shipped."""
    paper = page_for_testing()
    assert render_html(paper, Templates(folder=folder)) == render_html(paper)
    assert render_pdf(paper, Templates(folder=folder)) == render_pdf(paper)


def test_a_house_style_is_laid_over_the_shipped_one(folder: Path) -> None:
    """`house.css` comes after the shipped style, so that it wins."""
    (folder / "house.css").write_text("h1 { color: rebeccapurple; }", encoding="utf-8")
    html = render_html(page_for_testing(), Templates(folder=folder))
    assert html.index("h1 { color: rebeccapurple; }") > html.index("--page")


def test_a_template_of_ones_own_is_used(folder: Path) -> None:
    """A file of the shipped name goes before the shipped file."""
    (folder / "paper.html").write_text("<h1>{{ paper.title }}</h1>", encoding="utf-8")
    assert render_html(page_for_testing(), Templates(folder=folder)) == "<h1>Test page</h1>"


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<p>\n{{ paper.titel }}</p>", "titel"),
        ("<p>\n{% for %}</p>", "expression"),
        ("<p>\n{{ paper.title.__class__.__mro__ }}</p>", "unsafe|undefined"),
        ("<p>\n{{ 1 // 0 }}</p>", "zero"),
    ],
)
def test_a_fault_is_told_with_file_and_line(folder: Path, source: str, what: str) -> None:
    """A name that is not there, bad syntax, a reach for Python's insides: each by file and line."""
    (folder / "paper.html").write_text(source, encoding="utf-8")
    with pytest.raises(InputError, match=what) as error:
        render_html(page_for_testing(), Templates(folder=folder))
    assert error.value.problems[0].where == f"{folder / 'paper.html'}, line 2"


def test_a_fault_in_a_partial_names_the_partial(folder: Path) -> None:
    """The file at fault is named, not the page that takes it in."""
    (folder / "partials" / "blocks.html").write_text("{% macro paragraph(block) %}{{ block.nope }}{% endmacro %}")
    with pytest.raises(InputError) as error:
        render_html(page_for_testing(), Templates(folder=folder))
    assert "blocks.html" in error.value.problems[0].where or "no attribute" in error.value.problems[0].what


@pytest.mark.parametrize("name", ["../secret.txt", "partials/../../secret.txt", "{there}", "./paper.css", ".."])
@pytest.mark.parametrize("of", ["its own", "shipped"])
def test_a_template_takes_in_nothing_from_elsewhere(tmp_path: Path, name: str, of: str) -> None:
    """A name that leads out of the folder of templates is refused, whether it is looked for there or among ours."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    wanted = name.format(there=secret)
    (folder / "paper.html").write_text(f'{{% include "{wanted}" %}}', encoding="utf-8")
    with pytest.raises(InputError, match="which is not in the folder of templates"):
        render_html(page_for_testing(), Templates(folder=folder))
    with pytest.raises(InputError, match="which is not in the folder of templates"):
        (Templates(folder=folder) if of == "its own" else Templates()).source(wanted)


@pytest.mark.parametrize("name", ["secret.txt", "/secret.txt", "../secret.txt", "{there}"])
def test_the_pdfs_template_reads_no_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Neither what lies in the working directory nor what is named in full."""
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (folder / "paper.typ").write_text(f'#read("{name.format(there=tmp_path / "secret.txt")}")', encoding="utf-8")
    with pytest.raises(InputError, match=r"file not found|escape the project root"):
        render_pdf(page_for_testing(), Templates(folder=folder))


@pytest.mark.parametrize(
    "source",
    [
        '#import "@preview/cetz:0.3.1"',
        '#include "@preview/cetz:0.3.1"',
        '#import ("@pre" + "view/cetz:0.3.1")',
        '#(1-eval("im" + "port"))',
        '#(dictionary(std).at("ev" + "al"))("")',
    ],
)
def test_the_pdfs_template_asks_the_network_for_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """Typst would fetch a package by itself: every word that could ask for one is refused first, with its line."""
    monkeypatch.setattr("typst.compile", lambda *_, **__: pytest.fail("Typst was asked"))
    (folder / "paper.typ").write_text(f"= Heading\n{source}", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2: '.*' may not be used") as error:
        render_pdf(page_for_testing(), Templates(folder=folder))
    assert error.value.problems[0].where == str(folder / "paper.typ")


def test_a_fault_in_the_pdfs_template_is_told(folder: Path) -> None:
    """What Typst says of the organisation's own template comes with its file."""
    (folder / "paper.typ").write_text("#nothing-of-that-name()", encoding="utf-8")
    with pytest.raises(InputError, match="unknown variable") as error:
        render_pdf(page_for_testing(), Templates(folder=folder))
    assert error.value.problems[0].where == str(folder / "paper.typ")
