"""How good a register is, and what its faults leave out."""

from collections.abc import Callable
from typing import Any

import pytest

from capplan import columns as c
from capplan.model import Register
from capplan.planning.eligibility import LEFT_OUT, asset_facts
from capplan.planning.eligibility import left_out as planning_leaves_out
from capplan.policy import Policy
from capplan.reference.prices import priced
from capplan.register import ALL_FILES, RULES, left_out, quality, quality_sentence
from capplan.register import quality as quality_of_registers
from capplan.register.quality import _PLAUSIBILITY, _UNIQUENESS, _VALIDITY
from capplan.scoring import score

HEADINGS = ("Asset No", "Trust", "Site", "Network", "Modality", "Installed", "Repl. cost (£)", "Useful life")
GOOD = ("Example", "North", "East", "CT scanner", "03/09/2014", 700_000, 10)
PARTS = (c.COMPLETENESS_POINTS, c.VALIDITY_POINTS, c.PLAUSIBILITY_POINTS, c.UNIQUENESS_POINTS, c.TIMELINESS_POINTS)

type Read = Callable[..., Register]


def row(number: int, **changes: Any) -> tuple[Any, ...]:
    """A good row, with some of its cells changed by the heading's first word."""
    cells = dict(zip(HEADINGS, (f"A-{number}", *GOOD), strict=True))
    return tuple(
        {**cells, **{name: changes[name.split()[0]] for name in HEADINGS if name.split()[0] in changes}}.values()
    )


def by_assets(register: Register, policy: Policy) -> dict[Any, Any]:
    return dict(quality(register, policy).iloc[0])


def test_a_register_with_nothing_wrong_has_every_point(read: Read, policy: Policy) -> None:
    """A complete, readable, plausible, recent register that lists each asset once scores 100."""
    register = read([("Imaging register as at 30/09/2026",), HEADINGS, row(1), row(2), row(3)])
    scored = quality(register, policy)
    assert scored[c.QUALITY_SCORE].tolist() == pytest.approx([100, 100])
    assert scored[c.WEIGHTED_BY].tolist() == ["assets", "replacement cost"]
    assert scored[c.QUALITY_BAND].tolist() == ["fit to plan with"] * 2
    assert scored[c.KNOWN_COST_GBP].tolist() == [2_100_000] * 2


def test_the_score_is_the_sum_of_its_parts(read: Read, policy: Policy) -> None:
    """The parts add up to the score, and none goes over its most."""
    register = read([HEADINGS, row(1, Installed="31/02/2015"), row(1), row(3, Modality=""), row(4, Repl="lots")])
    scored = quality(register, policy)
    assert scored[list(PARTS)].sum(axis=1).tolist() == pytest.approx(scored[c.QUALITY_SCORE].tolist())
    assert (scored[list(PARTS)] <= [40, 20, 20, 10, 10]).all().all()
    assert (scored[list(PARTS)] >= 0).all().all()


@pytest.mark.parametrize(
    ("changes", "part", "points"),
    [
        ({"Installed": ""}, c.COMPLETENESS_POINTS, 40 - 12 / 2),
        ({"Repl.": ""}, c.COMPLETENESS_POINTS, 40 - 12 / 2),
        ({"Modality": ""}, c.COMPLETENESS_POINTS, 40 - 6 / 2),
        ({"Site": ""}, c.COMPLETENESS_POINTS, 40 - 2 / 2),
        ({"Useful": "soon"}, c.VALIDITY_POINTS, 20 * (1 + 7 / 8) / 2),
        ({"Installed": "03/09/1970"}, c.PLAUSIBILITY_POINTS, 10),
    ],
)
def test_each_fault_lowers_its_own_part(
    changes: dict[str, Any], part: Any, points: float, read: Read, policy: Policy
) -> None:
    """One fault in one of two rows takes half of what the field, the cells or the row is worth."""
    scored = by_assets(read([HEADINGS, row(1), row(2, **changes)]), policy)
    assert scored[part] == pytest.approx(points, abs=0.05)


def test_an_asset_listed_twice_costs_uniqueness(read: Read, policy: Policy) -> None:
    """An id used for two machines, and a row that is the same again, both count."""
    clash = by_assets(read([HEADINGS, row(1), row(1, Site="South")]), policy)
    again = by_assets(read([HEADINGS, row(1), row(1)]), policy)
    assert clash[c.UNIQUENESS_POINTS] == pytest.approx(5)
    assert again[c.UNIQUENESS_POINTS] == pytest.approx(5)


@pytest.mark.parametrize(
    ("title", "points"),
    [("as at 30/09/2026", 10), ("as at 31/12/2025", 5), ("as at 31/03/2024", 0), ("no date", 0)],
)
def test_an_old_register_has_no_points_for_being_recent(title: str, points: float, read: Read, policy: Policy) -> None:
    """Six months are recent, a year half so; a register that does not say is not taken to be recent."""
    scored = by_assets(read([(f"Imaging register {title}",), HEADINGS, row(1)]), policy)
    assert scored[c.TIMELINESS_POINTS] == points


def test_by_cost_dear_assets_count_for_more(read: Read, policy: Policy) -> None:
    """A fault in the dear machine lowers the score by cost more than the score by assets."""
    rows = [HEADINGS, row(1, Site="", **{"Repl.": 1_400_000}), row(2, **{"Repl.": 200_000})]
    evenly, by_cost = quality(read(rows), policy)[c.COMPLETENESS_POINTS]
    assert evenly == pytest.approx(39)
    assert by_cost == pytest.approx(40 - 2 * 1_400_000 / 1_600_000)


def test_several_registers_have_a_score_together(read: Read, book: Any, policy: Policy, tmp_path: Any) -> None:
    """With more than one file, two more rows hold the score of all their assets."""
    from capplan.register import read_registers

    paths = [
        book("one.xlsx", {"Equipment": [HEADINGS, row(1)]}),
        book("two.xlsx", {"Equipment": [HEADINGS, row(2, Site="")]}),
    ]
    scored = quality(read_registers(paths, policy, base=tmp_path), policy)
    assert scored[c.FILE].tolist() == ["one.xlsx"] * 2 + ["two.xlsx"] * 2 + [ALL_FILES] * 2
    assert scored[c.COMPLETENESS_POINTS].iloc[4] == pytest.approx(39)


def test_what_is_defaulted_is_counted(read: Read, policy: Policy) -> None:
    """The share of value that is the class's price and not the register's is said."""
    scored = by_assets(read([HEADINGS, row(1, **{"Repl.": 750_000}), row(2, **{"Repl.": ""})]), policy)
    assert scored[c.COST_DEFAULTED_RATIO] == pytest.approx(0.5)
    assert "50% of its value is the class's price" in quality_sentence(scored, scored, 1.0, policy.reference)


def test_what_is_left_out_is_what_the_plan_leaves_out(read: Read, policy: Policy) -> None:
    """The register's own count of assets lost to its faults is that of the plan, for the same reasons."""
    register = read(
        [
            HEADINGS,
            row(1),
            row(2, Modality="Flux capacitor"),
            row(3, Installed=""),
            row(4, Modality=""),
            row(5, Modality="Light vehicle", Useful="", **{"Repl.": ""}),
        ]
    )
    scores = score(register.assets, policy)
    facts = asset_facts(register.assets, scores, priced(register.assets, policy.reference, vat=policy.prices.vat))
    planned = planning_leaves_out(facts, policy)
    reasons = {reason.code for reason in LEFT_OUT} - {"not_in_service", "replaced_by_others", "committed_elsewhen"}
    lost = planned[planned[c.REASON_CODE].isin(reasons)]
    out = left_out(register, policy)
    assert sorted(out[c.ASSET_ID]) == sorted(lost[c.ASSET_ID])
    assert set(out[c.ASSET_ID]) >= {"A-2", "A-3", "A-4"}
    assert out[c.KNOWN_COST_GBP].sum() >= 2_100_000


def test_an_asset_out_of_use_is_not_lost(read: Read, policy: Policy) -> None:
    """What is disposed of is rightly left out, and is no loss to the plan."""
    register = read([(*HEADINGS, "Status"), (*row(1, Modality=""), "disposed"), (*row(2), "in use")])
    assert left_out(register, policy).empty


def test_an_empty_register_does_no_harm(read: Read, policy: Policy) -> None:
    """A table of headings alone has a score of nothing, not a fault."""
    register = read({"Equipment": [HEADINGS]})
    assert (quality_of_registers(register, policy)[c.QUALITY_SCORE] == 0).all()


def test_every_code_of_the_score_is_a_rule() -> None:
    """No part of the score waits for a finding that no rule makes, and none counts twice."""
    assert set(RULES) >= _VALIDITY | _PLAUSIBILITY | _UNIQUENESS
    assert _VALIDITY.isdisjoint(_PLAUSIBILITY)
    assert _UNIQUENESS.isdisjoint(_VALIDITY | _PLAUSIBILITY)
