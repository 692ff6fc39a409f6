"""The guide: its tables are those of the reference, and its words name settings and commands that exist."""

import re
from pathlib import Path

import pytest

from capplan.cli import COMMANDS
from capplan.guide import page, renewed
from capplan.guide.pages import PAGES
from capplan.policy import load_plan_file, load_policy
from capplan.reference import load_reference
from capplan.reference.tables import CLASS_TABLES, OTHER_TABLES


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_of_a_page_are_made_and_not_typed(name: str) -> None:
    """A shipped page equals the page made from the tables; after a change run `python -m capplan.guide`."""
    assert page(name) == renewed(page(name), load_reference())


def test_the_method_shows_every_table_that_scores_rest_on() -> None:
    """No reference table of scoring is left out of the page of the method."""
    shown = set(re.findall(r"<!-- table: (\w+) -->", page("method")))
    assert {*CLASS_TABLES, *OTHER_TABLES, "settings"} - {"quality"} <= shown


def test_a_plan_files_own_figure_shows_on_its_page() -> None:
    """Made with a plan file's overrides, the page shows them and whose they are."""
    own = load_reference({"prices": {"ct": {"price_mid_gbp": 812_345}}})
    made = renewed(page("method"), own)
    assert re.search(r"\| ct \|.*812,345.*\| owner \| the plan file \|", made)
    assert renewed(made, load_reference()) == page("method")


def test_every_figure_named_in_the_words_exists() -> None:
    """A name in code type with an underscore is a parameter, a level table, a column or a setting."""
    reference = load_reference()
    words = re.sub(r"<!-- table.*?end of table -->", "", page("method"), flags=re.DOTALL)
    named = set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", words))
    known = {*reference.parameters, *reference.levels, *reference.points, "power_law", "over_10y"}
    assert named <= known


def test_every_command_named_in_the_words_exists() -> None:
    """`capplan score --robustness` and the others are commands with that option."""
    commands = {str(command.name): command for command in COMMANDS}
    for name, option in re.findall(r"`capplan (\w+)(?: (--\w+))?", page("method")):
        assert name in commands
        assert not option or any(option in parameter.opts for parameter in commands[name].params)


def test_the_stress_runs_of_the_method_are_a_plan_file(tmp_path: Path) -> None:
    """What the page shows can be pasted: three scenarios that differ by hazard and by cost of a failure."""
    path = tmp_path / "capplan.toml"
    path.write_text("\n".join(re.findall(r"```toml\n(.*?)```", page("method"), flags=re.DOTALL)), encoding="utf-8")
    policies = {name: load_policy(load_plan_file(path), name) for name in ("no_ageing", "half", "twice")}
    assert policies["no_ageing"].hazard.model == "constant"
    assert [policies[name].scale.consequence for name in ("half", "twice")] == [0.5, 2.0]
