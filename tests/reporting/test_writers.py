"""Every file of a study: what there is, what each is called, and when it is made."""

import pytest

from capplan.errors import InputError
from capplan.reporting import FORMATS, papers_of
from capplan.reporting.writers import file_names


def test_a_study_gives_every_paper_in_every_form(study) -> None:
    """Board, finance and network papers as page and PDF, and one workbook."""
    names = [output.file_name for output in papers_of(study, FORMATS)]
    networks = [f"networks/Network 0{n}" for n in (1, 2, 3)]
    assert names == [
        "board.html", "board.pdf", "finance.html", "finance.pdf",
        *(f"{one}.html" for one in networks), *(f"{one}.pdf" for one in networks), "finance.xlsx",
    ]  # fmt: skip


def test_only_what_is_asked_for_is_made(study) -> None:
    """Asking for one form gives that form only."""
    assert [output.file_name for output in papers_of(study, ["xlsx"])] == ["finance.xlsx"]


def test_each_file_begins_as_its_kind_does(study) -> None:
    """What is rendered is what the name says."""
    starts = {output.file_name: output.render()[:5] for output in papers_of(study, FORMATS)}
    assert starts["board.pdf"] == b"%PDF-"
    assert starts["board.html"] == b"<!DOC"
    assert starts["finance.xlsx"][:2] == b"PK"


def test_an_unknown_form_is_refused(study) -> None:
    """A form that there is none of is named, with those that there are."""
    with pytest.raises(InputError, match="html, pdf, xlsx"):
        papers_of(study, ["docx"])


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\b:c*?", "NUL", " . ", "x" * 300, "bell\x07", "con"])
def test_a_networks_name_makes_a_safe_file_name(name) -> None:
    """No name leads out of the folder or is one that Windows keeps to itself."""
    (stem,) = file_names([name]).values()
    assert not set(stem) & set('/\\:*?"<>|\x07')
    assert 0 < len(stem) <= 81
    assert stem.strip(" .")
    assert stem.lower() not in ("nul", "con")


def test_two_networks_never_share_a_file() -> None:
    """Names alike but for letter case or for what a file name cannot hold are told apart."""
    assert len({stem.lower() for stem in file_names(["North", "NORTH", "No/th", "No:th"]).values()}) == 4
