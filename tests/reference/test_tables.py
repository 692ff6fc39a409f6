"""The reference tables: every number has a source or says that it has none."""

import pytest

from capplan.errors import PolicyError
from capplan.reference import load_reference
from capplan.reference.tables import STATUSES


def test_every_assumption_has_a_source_and_a_known_status() -> None:
    """No number stands in the tables without saying where it is from and how sure it is."""
    assumptions = load_reference().assumptions
    assert assumptions["source"].str.len().gt(0).all()
    assert set(assumptions["status"]) <= set(STATUSES)


def test_what_is_assumed_claims_no_source() -> None:
    """A row that is assumed says so: it never borrows the look of a published figure."""
    assumed = load_reference().assumptions.query("status == 'assumed'")["source"]
    assert assumed.str.contains("none|capplan", case=False).all()


def test_lives_fall_and_prices_rise_in_order() -> None:
    """More use never means a longer life, and a low price is never above a high one."""
    classes = load_reference().classes.dropna(subset=["life_mid_years", "price_mid_gbp"])
    assert (classes["life_high_years"] <= classes["life_mid_years"]).all()
    assert (classes["life_mid_years"] <= classes["life_low_years"]).all()
    assert (classes["price_low_gbp"] <= classes["price_mid_gbp"]).all()
    assert (classes["price_mid_gbp"] <= classes["price_high_gbp"]).all()


def test_no_word_names_two_classes() -> None:
    """Each alias belongs to one class, or a register would be read by chance."""
    import tomllib
    from collections import Counter
    from importlib.resources import files

    rows = tomllib.loads(files("capplan.reference").joinpath("asset_classes.toml").read_text(encoding="utf-8"))
    words = Counter(alias for row in rows.values() for alias in row["aliases"])
    assert [word for word, times in words.items() if times > 1] == []


def test_an_override_of_one_level_leaves_the_others() -> None:
    """A plan file may change one factor of a table and keep the rest."""
    levels = load_reference({"risk": {"support_factor": {"levels": {"ended_spares": 1.4}}}}).levels["support_factor"]
    assert (levels["ended_spares"], levels["ended_no_spares"]) == (1.4, 1.6)


@pytest.mark.parametrize(
    "overrides",
    [
        {"nonsense": {}},
        {"prices": {"ct": {"nonsense": 1}}},
        {"prices": {"ct": {"price_mid_gbp": "dear"}}},
        {"prices": 3},
    ],
)
def test_an_override_that_means_nothing_is_refused(overrides: dict[str, object]) -> None:
    """An unknown table, row or value is a fault in the plan file, not silently ignored."""
    with pytest.raises(PolicyError):
        load_reference(overrides)  # type: ignore[arg-type]


def test_a_class_may_be_added_with_its_life_and_price() -> None:
    """An owner's own class is rows of the plan file, not code."""
    reference = load_reference(
        {
            "asset_classes": {
                "linac": {"title": "Linear accelerator", "plural": "linear accelerators", "group": "Therapy"}
            },
            "prices": {"linac": {"price_mid_gbp": 1_800_000}},
        }
    )
    assert reference.classes.loc["linac", "price_mid_gbp"] == 1_800_000
    assert reference.class_aliases["linear accelerator"] == "linac"


def test_every_number_has_a_unit() -> None:
    """A figure of any table says what it is counted in, in its row or in its name."""
    rows = load_reference().assumptions
    is_number = rows["value"].str.fullmatch(r"-?[\d,.]+(?:e-?\d+)?")
    assert rows.loc[is_number & (rows["unit"] == ""), ["table", "name"]].drop_duplicates().values.tolist() == []


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ({"risk": {"support_factor": {"levels": {"gone": 2.0}}}}, "no such level"),
        ({"risk": {"support_factor": {"levels": {"supported": "good"}}}}, "not the kind of value"),
        ({"risk": {"outage_cuts": {"points": [1, 2]}}}, "not the kind of value"),
        ({"curves": {"age": {"points": [[0, 0], [1]]}}}, "not the kind of value"),
        ({"curves": {"age": {"points": []}}}, "not the kind of value"),
        ({"lives": {"ct": {"life_mid_years": float("nan")}}}, "not the kind of value"),
        ({"weight_sets": {"ajou": {"weights": {"wear": 1.0}}}}, "no such level"),
    ],
)
def test_what_is_inside_a_value_is_checked_too(override: dict[str, dict[str, dict[str, object]]], told: str) -> None:
    """A level, a point or a number that no table has is refused, with where it stands."""
    with pytest.raises(PolicyError, match=told):
        load_reference(override)
