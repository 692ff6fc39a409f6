"""The web page: self-contained, safe, and accessible as far as can be told without a browser."""

import itertools
import re
from html.parser import HTMLParser

import pytest

from capplan.reporting import board_paper, finance_paper, network_paper, render_html, style
from capplan.reporting.content import test_page as page_for_testing
from capplan.reporting.risk_grid import BANDS

VOID = {"meta", "link", "br", "input", "img", "hr"}


class Page(HTMLParser):
    """What the checks ask of a page: its tags in order, with the text in each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        if not {"script", "style"} & set(self.open):
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def html(national) -> str:
    return render_html(board_paper(national))


@pytest.fixture(scope="module")
def page(html) -> Page:
    return Page(html)


def test_the_page_is_well_formed(page) -> None:
    """Every tag that opens closes, in order."""
    assert page.open == []


def test_the_page_says_its_language_and_title(page, national) -> None:
    """Language and title are stated, and there is one main heading."""
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("title")) == 1
    assert len(page.all("h1")) == 1


def test_headings_skip_no_level(page) -> None:
    """Headings go down one level at a time."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_references_hold(page) -> None:
    """No id is used twice, and every label, caption and link points at one that is there."""
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = [attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes]
    pointed += [attributes["href"][1:] for attributes in page.all("a") if attributes["href"].startswith("#")]
    assert set(pointed) <= set(ids)


def test_table_headings_have_their_scope(page) -> None:
    """Every heading cell says whether it heads a column or a row."""
    assert {attributes.get("scope") for attributes in page.all("th")} == {"col", "row"}
    assert len(page.all("caption")) == len(page.all("table"))


def test_scroll_areas_can_be_reached(page) -> None:
    """Whatever scrolls can be focused and has a name."""
    areas = [attributes for _, attributes in page.tags if "scroll" in (attributes.get("class") or "").split()]
    assert areas
    assert all(area["tabindex"] == "0" and area["role"] == "region" and area["aria-labelledby"] for area in areas)


def test_every_drawing_has_words(page) -> None:
    """Every drawing is an image with alternative text."""
    images = [attributes for _, attributes in page.tags if attributes.get("role") == "img"]
    assert len(images) == len(page.all("svg")) == 8
    assert all(len(image["aria-label"]) > 40 for image in images)


def test_nothing_is_fetched(html, page) -> None:
    """No address outside the file, no frame, no form; and the policy in the page forbids them."""
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"|http-equiv', "", html)
    assert not any("src" in attributes or "action" in attributes for _, attributes in page.tags)
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")


def test_every_funded_machine_is_on_the_page(html, national) -> None:
    """Each funded machine's row is there with script off."""
    decisions = national.recommended.plan.decisions
    for asset in decisions.loc[decisions["action"] != "keep", "asset_id"]:
        assert f'<th scope="row">{asset}</th>' in html


def test_the_board_paper_is_small_enough_to_send(html) -> None:
    """A board paper is well under a megabyte."""
    assert len(html.encode()) < 1_000_000


def test_register_text_prints_as_it_stands(hostile) -> None:
    """Markup, template code and formulas in a register's text are shown, not run."""
    html = render_html(board_paper(hostile))
    page = Page(html)
    assert len(page.all("script")) == 1
    shown = "".join(page.text)
    for text in ("<script>alert(1)</script>", '#eval("1+1")', "{{ 7*7 }} {% raw %}", "=1+1", "emoji 😀", "x" * 300):
        assert text in shown


def test_a_network_named_by_an_attacker_still_has_a_page(hostile) -> None:
    """The name of a network is text in its title, too."""
    page = Page(render_html(network_paper(hostile, "<script>alert(1)</script>")))
    assert len(page.all("script")) == 1


def test_the_page_repeats_to_the_byte(national, html) -> None:
    """The same study gives the same page."""
    assert render_html(board_paper(national)) == html


def test_a_page_of_one_line_can_be_made() -> None:
    """The smallest paper renders."""
    assert "This page could be made." in render_html(page_for_testing())


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(html, theme, contrast) -> None:
    """Text has at least 4.5:1 on the page and on panels, light and dark (WCAG 1.4.3)."""
    blocks = re.findall(r":root \{(.*?)\}", html, re.DOTALL)
    tokens = _tokens(blocks[0]) | (_tokens(blocks[1]) if theme == "dark" else {})
    for ink in ("ink", "quiet", "strong", "link"):
        for paper in ("page", "panel"):
            assert contrast(tokens[ink], tokens[paper]) >= 4.5, (ink, paper)


# Of the drawings, what is only ever a line or a ground, and the cells on which text is black.
LINES_AND_GROUNDS = {style.LINE.lower(), style.PALE.lower(), "#ffffff"}
CELLS = {band.colour.lower() for band in BANDS}
MARKS = {one.lower() for one in (*style.CATEGORICAL, style.BLUE, style.ORANGE)}


def _dark(html: str) -> dict[str, str]:
    """The colour that a drawing's has on a dark screen, for fills; those of strokes are the same."""
    fills, strokes = (dict(re.findall(rf'"{what}: (#\w+)"\] \{{ {what}: (\S+) !', html)) for what in ("fill", "stroke"))
    assert fills == strokes
    card = _tokens(re.findall(r":root \{(.*?)\}", html, re.DOTALL)[1])["card"]
    return {light: dark.replace("var(--card)", card) for light, dark in fills.items()}


def test_every_colour_of_a_drawing_has_one_for_a_dark_screen(html, national, contrast) -> None:
    """Marks have 3:1 on the dark card, text on it 4.5:1, and so has text within marks and cells."""
    dark = _dark(html)
    drawn = "".join(re.findall(r"<svg.*?</svg>", html + render_html(finance_paper(national)), re.DOTALL))
    used = set(re.findall(r"(?:fill|stroke): (#\w{6})", drawn))
    written = set(re.findall(r"<text[^>]*fill: (#\w{6})", drawn)) - {"#ffffff"}
    assert used - set(dark) == {style.ORANGE.lower()}
    dark |= {style.ORANGE.lower(): style.ORANGE.lower()}
    card = dark["#ffffff"]
    assert written <= used - LINES_AND_GROUNDS - CELLS
    for colour in written:
        assert contrast(dark[colour], card) >= 4.5, colour
    for colour in MARKS:
        assert contrast(dark[colour], card) >= 3, colour
    for colour in MARKS - {style.ORANGE.lower()}:
        assert contrast(dark[colour], card) >= 4.5, colour  # text within, white on paper, has the card's colour
    for colour in CELLS | {style.ORANGE.lower()}:
        assert contrast(style.ON_BRIGHT, dark[colour]) >= 4.5, colour


def test_a_narrow_screen_is_told_that_a_chart_goes_on(html) -> None:
    """A chart wider than the screen is scrolled in its own region, and says so."""
    narrow = html[html.index("(max-width: 40rem)") :].split("\n}", 1)[0]
    assert ".card::before { content:" in narrow
