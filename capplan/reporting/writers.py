"""Every file a study gives: one row a kind of output, in the order they are written."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from capplan.errors import InputError, Problem
from capplan.model import Study
from capplan.reporting.board import board_paper
from capplan.reporting.case import case_of
from capplan.reporting.content import Paper
from capplan.reporting.finance import finance_paper
from capplan.reporting.html import render_html
from capplan.reporting.network import network_names, network_paper_of, network_title
from capplan.reporting.pdf import render_pdf
from capplan.reporting.templating import SHIPPED, Templates
from capplan.reporting.workbook import finance_workbook

# With what no system takes, marks that turn the direction of a name, and so hide its ending.
_NOT_IN_A_FILE_NAME = re.compile(r'[\x00-\x1f\u200e\u200f\u202a-\u202e\u2066-\u2069<>:"/\\|?*]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file to be written: its name (which may hold `/`), and how to make it when its turn comes."""

    file_name: str
    render: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The papers of a study, each built once however many forms it is written in."""

    study: Study
    templates: Templates
    board: Callable[[], Paper]
    finance: Callable[[], Paper]
    network: Callable[[str], Paper]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A kind of output: the form it is in, what it is, and the files it comes to."""

    form: str
    makes: str
    outputs: Callable[[Contents], Iterable[Output]]


def papers_of(study: Study, formats: Sequence[str], templates: Templates = SHIPPED) -> tuple[Output, ...]:
    """The files that a study's recommended scenario gives in these forms, none made yet.

    Raises InputError where a form is not one of `FORMATS`.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown:
        mend = f"Use one of: {', '.join(FORMATS)}."
        raise InputError(
            [Problem(where="formats", what=f"no output is called {form!r}", mend=mend) for form in unknown]
        )
    case = cache(partial(case_of, study, study.recommended))
    contents = Contents(
        study=study,
        templates=templates,
        board=cache(partial(board_paper, study)),
        finance=cache(partial(finance_paper, study)),
        network=cache(lambda network: network_paper_of(case(), network)),
    )
    return tuple(output for writer in WRITERS if writer.form in formats for output in writer.outputs(contents))


def file_names(networks: Iterable[str]) -> dict[str, str]:
    """A file name, without its ending, for each network: safe on every system, and no two alike.

    >>> file_names(["North/East", "North:East", "con"])
    {'North/East': 'North-East', 'North:East': 'North-East 2', 'con': 'con-'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for network in networks:
        stem = _NOT_IN_A_FILE_NAME.sub("-", network).strip(" .")[:80] or "network"
        stem = f"{stem}-" if _RESERVED.match(stem) else stem
        name, turn = stem, 1
        while name.casefold() in taken:
            turn += 1
            name = f"{stem} {turn}"
        taken.add(name.casefold())
        names[network] = name
    return names


Render = Callable[[Callable[[], Paper], Templates], bytes]


def _html(paper: Callable[[], Paper], templates: Templates) -> bytes:
    return render_html(paper(), templates).encode("utf-8")


def _pdf(paper: Callable[[], Paper], templates: Templates) -> bytes:
    return render_pdf(paper(), templates)


def _board(contents: Contents, *, render: Render, ending: str) -> Iterator[Output]:
    yield Output(file_name=f"board.{ending}", render=partial(render, contents.board, contents.templates))


def _finance(contents: Contents, *, render: Render, ending: str) -> Iterator[Output]:
    yield Output(file_name=f"finance.{ending}", render=partial(render, contents.finance, contents.templates))


def _networks(contents: Contents, *, render: Render, ending: str) -> Iterator[Output]:
    networks = {network_title(network): network for network in network_names(contents.study)}
    for title, name in file_names(networks).items():
        paper = partial(contents.network, networks[title])
        yield Output(file_name=f"networks/{name}.{ending}", render=partial(render, paper, contents.templates))


def _workbook(contents: Contents) -> Iterator[Output]:
    yield Output(file_name="finance.xlsx", render=partial(finance_workbook, contents.study))


WRITERS: tuple[Writer, ...] = (
    Writer(form="html", makes="Board paper, web page", outputs=partial(_board, render=_html, ending="html")),
    Writer(form="pdf", makes="Board paper, PDF", outputs=partial(_board, render=_pdf, ending="pdf")),
    Writer(form="html", makes="Finance paper, web page", outputs=partial(_finance, render=_html, ending="html")),
    Writer(form="pdf", makes="Finance paper, PDF", outputs=partial(_finance, render=_pdf, ending="pdf")),
    Writer(
        form="html", makes="A paper for each network, web page", outputs=partial(_networks, render=_html, ending="html")
    ),
    Writer(form="pdf", makes="A paper for each network, PDF", outputs=partial(_networks, render=_pdf, ending="pdf")),
    Writer(form="xlsx", makes="Finance workbook", outputs=_workbook),
)
FORMATS: tuple[str, ...] = tuple(dict.fromkeys(writer.form for writer in WRITERS))
