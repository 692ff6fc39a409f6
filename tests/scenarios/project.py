"""A small estate with scenarios: four networks, two of which merge, and failures dear enough that money binds."""

from pathlib import Path

from capplan.policy import PlanFile, load_plan_file

HEADINGS = "asset_id,organisation,network,asset_class,age_years,replacement_cost_gbp,consequence_gbp_per_event\n"
CLASSES = ("ct", "mri", "xray_room", "ultrasound", "mammography")
NETWORKS = ("North", "South", "East", "West")
PRICES = {"ct": 700_000, "mri": 1_100_000, "xray_room": 250_000, "ultrasound": 60_000, "mammography": 220_000}
MERGE = "network,successor\nNorth,Upper\nEast,Upper\nSouth,South\nWest,West\n"
PLAN = """
schema = 1
[plan]
start = 2027
years = 3
as_at = 2026-10-31
[[register]]
file = "*register.csv"
[budget]
2027 = 3_000_000
2028 = 3_000_000
2029 = 3_000_000
[scale]
consequence = 2.0
[rules]
network_floor = 0.3
max_installs = { per_network = 4 }
[networks]
merge = { year = 2032, file = "merge.csv" }
[solver]
gap = 0.0
[scenarios.base]
title = "As it is"
[scenarios.same]
title = "As it is"
[scenarios.less]
title = "Less money"
scale.budget = 0.8
[scenarios.least]
extends = "less"
rules.network_floor = 0.1
[scenarios.merged]
title = "Three networks"
networks.merge.year = 2028
"""


def rows() -> list[str]:
    """The register's rows: every class in every network, of many ages; some costs of failure are not known."""
    found = []
    for number in range(60):
        kind, network = CLASSES[number % 5], NETWORKS[number % 4]
        age, cost = 2 + number * 7 % 17, round(PRICES[kind] * (0.9 + number % 3 / 10))
        failure = "" if number % 4 else str(20_000 + 1_000 * number)
        found.append(f"A-{number:02},Trust {number % 8},{network},{kind},{age},{cost},{failure}")
    return found


def write(folder: Path, plan: str = PLAN, *given: str) -> PlanFile:
    """The project in a folder, read."""
    (folder / "register.csv").write_text(HEADINGS + "\n".join(rows()) + "\n", encoding="utf-8")
    (folder / "merge.csv").write_text(MERGE, encoding="utf-8")
    (folder / "capplan.toml").write_text(plan, encoding="utf-8")
    return load_plan_file(folder / "capplan.toml", given=given)
