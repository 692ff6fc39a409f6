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
