"""The guide: its tables are those of the reference, and its words name settings and commands that exist."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest

import capplan.guide
from capplan.cli import COMMANDS
from capplan.columns import ASSETS
from capplan.guide import page, renewed
from capplan.guide.pages import PAGES
from capplan.policy import Policy, load_plan_file, load_policy
from capplan.policy.rules import Rules
from capplan.reference import load_reference
from capplan.reference.tables import CLASS_TABLES, OTHER_TABLES
from capplan.scoring import cnaim


def test_the_worked_example_of_sharing_a_budget_comes_out_as_printed() -> None:
    """Every line of the example is what Python prints."""
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    path = Path(capplan.guide.__file__).with_name("allocate.md")
    assert doctest.testfile(str(path), module_relative=False, optionflags=flags) == (0, 13)


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_of_a_page_are_made_and_not_typed(name: str) -> None:
    """A shipped page equals the page made from the tables; after a change run `python -m capplan.guide`."""
    assert page(name) == renewed(page(name), load_reference())


def test_the_pages_show_every_table_that_a_plan_rests_on() -> None:
    """No reference table of scoring or of the actions is left out of the guide."""
    shown = {name for one in PAGES for name in re.findall(r"<!-- table: (\w+) -->", page(one))}
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
    known = {*reference.parameters, *reference.levels, *reference.points, *ASSETS, "power_law", "over_10y"}
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


def test_what_the_page_shows_of_cnaim_comes_out() -> None:
    """Each line of Python on the page gives the figures beside it, to the digits printed."""
    (block,) = re.findall(r"```python\n(.*?)```", page("method"), flags=re.DOTALL)
    lines = re.findall(r"^(cnaim\..*?)\s+# ([\d. ]+)$", block, flags=re.MULTILINE)
    assert len(lines) == 2
    for expression, printed in lines:
        places = len(printed.split()[0].split(".")[1])
        found = eval(expression, {"cnaim": cnaim})
        assert [f"{value:.{places}f}" for value in found] == printed.split()


def test_the_settings_of_the_actions_are_a_plan_file(tmp_path: Path) -> None:
    """What the page shows can be pasted."""
    path = tmp_path / "capplan.toml"
    path.write_text("\n".join(re.findall(r"```toml\n(.*?)```", page("actions"), flags=re.DOTALL)), encoding="utf-8")
    actions = load_policy(load_plan_file(path)).actions
    assert actions.offer == ("replace", "upgrade", "lease", "share")
    assert actions.spread["mri"] == (0.3, 0.7)


# Settings of [rules] that the page's example leaves to its table, and the funds, which stand outside it.
NOT_SHOWN = {"not_replaced", "gates", "network_cap_gbp", "class_cap_gbp", "funds"}


def test_the_example_of_the_rules_is_a_plan_file_s() -> None:
    """Every setting that the page shows is one that a plan file may have, and every rule of a plan has a row."""
    text = page("rules")
    example = text.split("```toml\n")[1].split("```")[0]
    policy = Policy.model_validate(tomllib.loads(example))
    assert policy.rules.model_fields_set >= set(Rules.model_fields) - NOT_SHOWN
    assert policy.fund[0].money == {2027: 3_000_000, 2028: 3_000_000}
