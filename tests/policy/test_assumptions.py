"""The assumptions log: every number a plan rests on, and whose it is."""

from pathlib import Path

from capplan.policy import assumptions_log, default_policy, load_plan_file, load_policy

PLAN = """
[plan]
years = 1
[budget]
2027 = 1_000_000
[prices]
discount_rate = 0.035
inflation = 0.032
[weights]
age = 0.4
utilisation = 0.1
risk = 0.5
[reference.prices.ct]
price_mid_gbp = 800_000
"""


def test_what_the_plan_file_gives_is_its_owners(tmp_path: Path) -> None:
    """A setting that is given is the owner's, a published default keeps its source, the rest is assumed."""
    (tmp_path / "capplan.toml").write_text(PLAN, encoding="utf-8")
    log = assumptions_log(load_policy(load_plan_file(tmp_path / "capplan.toml"))).set_index(["table", "row", "name"])
    assert log.loc[("plan file", "weights", "age"), ["value", "status"]].tolist() == ["0.4", "owner"]
    assert log.loc[("plan file", "prices", "inflation"), "status"] == "owner"
    assert log.loc[("plan file", "prices", "discount_rate"), "status"] == "read"
    assert log.loc[("plan file", "prices", "vat"), "status"] == "unchecked"
    assert log.loc[("plan file", "hazard", "model"), ["value", "status"]].tolist() == ["power_law", "assumed"]
    assert log.loc[("prices", "ct", "price_mid_gbp"), ["value", "status"]].tolist() == ["800,000", "owner"]


def test_every_assumption_says_where_it_is_from() -> None:
    """No row of the log is without a source and a status, and none stands there twice."""
    log = assumptions_log(default_policy())
    assert log["source"].str.len().gt(0).all()
    assert log["status"].str.len().gt(0).all()
    assert not log.duplicated(["table", "row", "name"]).any()


def test_a_range_stands_beside_its_middle(tmp_path: Path) -> None:
    """Low and high are columns of the figure they belong to, the shorter life first, and no rows of their own."""
    log = assumptions_log(default_policy()).set_index(["table", "row", "name"])
    assert log.loc[("prices", "ct", "price_mid_gbp"), ["low", "value", "high"]].tolist() == [
        "500,000", "750,000", "1,500,000",
    ]  # fmt: skip
    assert log.loc[("lives", "ct", "life_mid_years"), ["low", "value", "high"]].tolist() == ["8", "10", "12"]
    assert log.loc[("reliability", "ct", "faults_per_year_mid"), ["low", "high"]].tolist() == ["0.2", "1.5"]
    assert not {"price_low_gbp", "price_high_gbp", "life_low_years"} & set(log.index.get_level_values("name"))
    assert log.loc[("parameters", "hours_available_low", "value"), ["value", "low"]].tolist() == ["2,600", ""]
    assert log.loc[("asset_classes", "ct", "minutes_low"), "value"] == "15"


def test_every_assumption_says_whose_it_is_and_what_it_moves(tmp_path: Path) -> None:
    """The plan's owner owns what the plan file gives, capplan the rest; no effect is left out."""
    (tmp_path / "capplan.toml").write_text(PLAN.replace("years = 1", 'years = 1\nowner = "Estates"'), encoding="utf-8")
    log = assumptions_log(load_policy(load_plan_file(tmp_path / "capplan.toml")))
    assert set(log.loc[log["status"] == "owner", "owner"]) == {"Estates"}
    assert set(log.loc[log["status"] != "owner", "owner"]) == {"capplan"}
    assert log.loc[log["effect"] == "", ["table", "row"]].drop_duplicates().values.tolist() == []
    assert list(log.columns)[:7] == ["table", "row", "name", "value", "unit", "source", "status"]
