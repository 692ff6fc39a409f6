"""A second scorer, asset by asset in plain Python, written from the published method and not from the code.

It shares nothing with `capplan.scoring`: its figures are read from the TOML tables or typed here from
the method page. One asset is a dictionary from column names to values; a field that is absent, or None,
is missing. Where the method leaves a choice, the choice is the one that the method page states.
"""

import datetime as dt
import math
import tomllib
from importlib.resources import files
from itertools import pairwise
from typing import Any

Asset = dict[str, Any]
TABLES = {
    name: tomllib.loads(files("capplan.reference").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    for name in ("asset_classes", "lives", "reliability", "upkeep", "prices")
}
AGE_CURVE = [(0, 0), (0.5, 10), (0.8, 40), (1.0, 70), (1.25, 85), (1.5, 95), (2.0, 100)]
USE_CURVE = [(0, 0), (0.3, 10), (0.6, 40), (0.85, 80), (1.0, 95), (1.2, 100)]
CHANCES = [0.0003, 0.003, 0.03, 0.22, 0.7]
COSTS = [1_000, 5_000, 32_000, 320_000, 3_200_000]
SUPPORT = {"supported": 1.0, "ends_24m": 1.1, "ended_spares": 1.3, "ended_no_spares": 1.6}
DOWNTIME = {"normal": 1.0, "rising": 1.2, "unacceptable": 1.4}
SOFTWARE = {"supported": 1, "extended": 2, "unsupported_isolated": 3, "unsupported_connected": 4, "exploited": 5}
QUALITY = {"pass": 1, "remedial": 2, "restricted": 4, "suspended": 5}
NOTICE = {"none": 1, "mitigated": 3, "unmitigated": 4}
STANDS_IN = {"n_plus_1": -1, "limited": 0, "single": 0, "single_emergency": 1}
ENDS = ("best", "middle", "worst")


def class_row(asset: Asset, table: str) -> dict[str, Any]:
    return dict(TABLES[table].get(asset.get("asset_class"), {}))


def on_line(x: float, points: list[tuple[float, float]]) -> float:
    """The value at x on the line through the points, flat beyond its ends."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def age_ends(asset: Asset, as_at: dt.date) -> tuple[float, float, float] | None:
    """Youngest, middle and oldest; None where the register gives neither age nor date."""
    if asset.get("age_years") is not None:
        return (asset["age_years"],) * 3
    date, precision = asset.get("install_date"), asset.get("install_precision")
    if date is None:
        return None
    first = last = date
    if precision in ("year", "approximate"):
        first, last = dt.date(date.year, 1, 1), dt.date(date.year, 12, 31)
    elif precision in ("month", "quarter"):
        length = 1 if precision == "month" else 3
        start = (date.month - 1) // length * length + 1
        first = dt.date(date.year, start, 1)
        after = start + length
        last = dt.date(date.year + (after > 12), (after - 1) % 12 + 1, 1) - dt.timedelta(days=1)
    young, old = (max((as_at - day).days / 365.25, 0.0) for day in (last, first))
    return young, (young + old) / 2, old


def life_of(asset: Asset, activity: float | None, mode: str = "interpolated") -> float | None:
    """The owner's life, else that of the class at this activity; an imaging device has 15 years at most."""
    row = class_row(asset, "lives")
    cap = 15.0 if class_row(asset, "asset_classes").get("dicom") else math.inf
    own = asset.get("expected_life_years")
    if own:
        return min(own, cap)
    if not row or activity is None:
        return None
    low, high = row["use_low_per_year"], row["use_high_per_year"]
    short, mid, long = row["life_high_years"], row["life_mid_years"], row["life_low_years"]
    if mode == "step":
        life = long if activity < low else short if activity > high else mid
        return float(min(life, cap))
    half_way, width = (low + high) / 2, high - low
    return min(on_line(activity, [(max(0, half_way - width), long), (half_way, mid), (half_way + width, short)]), cap)


def activity_ends(asset: Asset) -> tuple[float | None, float | None, float | None]:
    given = asset.get("activity_per_year")
    if given is not None:
        return given, given, given
    row = class_row(asset, "lives")
    middle = (row["use_low_per_year"] + row["use_high_per_year"]) / 2 if row else None
    return 0.0, middle, math.inf


def utilisation_ends(asset: Asset) -> list[float]:
    """Hours used over hours staffed, at its best, in the middle and at its worst."""
    row = class_row(asset, "asset_classes")
    staffed = asset.get("hours_available_per_year") or None
    available = [staffed] * 3 if staffed else [4368.0, (2600 + 4368) / 2, 2600.0]
    used = asset.get("hours_used_per_year")
    if used is not None:
        return [used / hours for hours in available]
    activity = activity_ends(asset)
    if "minutes_low" not in row or activity[1] is None:
        return [0.0, 0.5, math.inf]
    low, high = row["minutes_low"], row["minutes_high"]
    minutes = [low, (low + high) / 2, high]
    return [(a or 0.0) * m / 60 / hours for a, m, hours in zip(activity, minutes, available, strict=True)]


def support_ends(asset: Asset, as_at: dt.date) -> list[float]:
    status, ends = asset.get("support_status"), asset.get("end_of_support_date")
    if status is not None:
        return [SUPPORT[status]] * 3
    if ends is None:
        return [1.0, 1.1, 1.6]
    if ends < as_at:
        return [1.3, 1.3, 1.6]
    return [1.1] * 3 if ends <= as_at.replace(year=as_at.year + 2) else [1.0] * 3


def mmi(first: float, second: float) -> float:
    """Two condition factors, neither below 1, by maximum and multiple increment with a divisor of 1.5."""
    high, low = max(first, second), min(first, second)
    return high + (low - 1) / 1.5


def rate_ends(asset: Asset) -> list[float]:
    """Losses a year before condition: own record and class prior together, else the class's range."""
    row = class_row(asset, "reliability")
    low, mid, high = (row[f"faults_per_year_{end}"] for end in ("low", "mid", "high"))
    events, years = asset.get("unplanned_events"), asset.get("observation_years")
    if events is None or years is None:
        return [low, mid, high]
    return [(2 * mid + events) / (2 + years)] * 3


def harm_ends(asset: Asset) -> list[int]:
    """Likelihood of harm: the highest of quality assurance, notice and dose; blank notice and dose are none."""
    quality = asset.get("qa_status")
    tested = [QUALITY[quality]] * 3 if quality is not None else [1, 2, 4]
    notice = NOTICE[asset["safety_notice"]] if asset.get("safety_notice") is not None else 1
    ratio = asset.get("dose_ratio")
    dose = 3 if ratio is not None and ratio > 1 else 1
    return [max(level, notice, dose) for level in tested]


def software_ends(asset: Asset) -> list[int]:
    status = asset.get("os_status")
    return [SOFTWARE[status]] * 3 if status is not None else [1, 2, 4]


def level_of(value: float, cuts: list[float], reached: int) -> int:
    """1 and one for each cut passed; the first `reached` cuts are passed at their own value."""
    return 1 + sum(value >= cut if place < reached else value > cut for place, cut in enumerate(cuts))


def rating_of(asset: Asset, rate: float, harm: int, software: int) -> tuple[int, int]:
    """The cell of the worst of loss of service, harm and cyber event, in the middle of what is missing."""
    outage = asset.get("outage_days_per_event")
    days = outage if outage is not None else class_row(asset, "reliability")["outage_days_mid"]
    step = STANDS_IN[asset["redundancy"]] if asset.get("redundancy") is not None else 0
    service = (
        level_of(1 - math.exp(-rate), [0.001, 0.01, 0.1, 0.5], 3),
        min(max(level_of(days, [1 / 3, 1, 7, 90], 2) + step, 1), 5),
    )
    row = class_row(asset, "asset_classes")
    cells = [service, (harm, row["safety_consequence"]), (software, row["cyber_consequence"])]
    return max(cells, key=lambda cell: (cell[0] * cell[1], cell[1]))


def score_of(asset: Asset, as_at: dt.date, mode: str = "interpolated") -> dict[str, Any]:
    """Every published figure of one asset; None where it cannot be known."""
    row, unknown = class_row(asset, "asset_classes"), dict.fromkeys(
        ("life_years", "life_consumed_ratio", "age_value", "utilisation_value", "risk_value", "need_score", "need_low",
         "need_high", "risk_likelihood", "risk_consequence", "risk_cost_gbp_per_year")
    )  # fmt: skip
    uses = [on_line(ratio, USE_CURVE) for ratio in utilisation_ends(asset)]
    if not row:
        return {**unknown, "utilisation_value": uses[1]}
    cost = class_row(asset, "reliability")
    given = asset.get("consequence_gbp_per_event") or None
    consequence = [given] * 3 if given else [cost[f"consequence_{end}_gbp"] for end in ("low", "mid", "high")]
    ages = age_ends(asset, as_at)
    lives = [life_of(asset, activity, mode) for activity in activity_ends(asset)]
    harms, softwares = harm_ends(asset), software_ends(asset)
    downtime = asset.get("downtime_trend")
    factors = [DOWNTIME[downtime]] * 3 if downtime is not None else [1.0, 1.2, 1.4]
    rates = [
        rate * mmi(support, factor)
        for rate, support, factor in zip(rate_ends(asset), support_ends(asset, as_at), factors, strict=True)
    ]
    losses = [
        rate * gbp
        + CHANCES[harm - 1] * COSTS[row["safety_consequence"] - 1]
        + CHANCES[software - 1] * COSTS[row["cyber_consequence"] - 1]
        for rate, gbp, harm, software in zip(rates, consequence, harms, softwares, strict=True)
    ]
    risks = [min(max(25 * (math.log10(loss) - 2), 0), 100) for loss in losses]
    found = {**unknown, "utilisation_value": uses[1], "risk_value": risks[1], "risk_cost_gbp_per_year": losses[1]}
    found["risk_likelihood"], found["risk_consequence"] = rating_of(asset, rates[1], harms[1], softwares[1])
    found |= {"rate": rates[1], "consequence": consequence[1], "harm": harms[1], "software": softwares[1]}
    if lives[1] is None:
        return found
    consumed = [age / life for age, life in zip(ages or (0.0, 10.0, 20.0), lives, strict=True) if life]
    values = [on_line(share, AGE_CURVE) for share in consumed]
    needs = [0.25 * a + 0.15 * u + 0.60 * r for a, u, r in zip(values, uses, risks, strict=True)]
    found |= {"life_years": lives[1], "age_value": values[1], "need_score": needs[1]}
    found |= {"need_low": needs[0], "need_high": needs[2]}
    return found | {"life_consumed_ratio": consumed[1] if ages else None}


def growth(consumed: float, now: float, hazard: str) -> float:
    """How many times today's rate of failure it is at so many lives."""
    if hazard == "constant":
        return 1.0
    if hazard == "power_law":
        return float((max(consumed, 0.5) / max(now, 0.5)) ** 1.1)
    return curve(health(consumed)) / curve(health(now))


def health(consumed: float) -> float:
    """CNAIM: 0.5 as new, 5.5 at one life, then at two thirds of the rate up to 15."""
    rate = math.log(5.5 / 0.5)
    at = 0.5 * math.exp(rate * min(consumed, 1.0))
    return min(at * math.exp(rate / 1.5 * max(consumed - 1.0, 0.0)), 15.0)


def curve(score: float) -> float:
    x = 1.087 * max(score, 4.0)
    return 1 + x + x * x / 2 + x**3 / 6


def price_of(asset: Asset) -> tuple[float | None, float | None]:
    """Equipment and works without VAT, in the plan's prices of 2026; 0 for equipment is a blank."""
    row = class_row(asset, "prices")
    tax = 1.2 if asset.get("vat_basis") == "inc" else 1.0
    to_plan = 1.032 ** (2026 - (asset.get("price_base_year") or 2026))
    own = asset.get("replacement_cost_gbp")
    equipment = own / tax if own else row.get("price_mid_gbp")
    works = asset.get("works_cost_gbp")
    share = row.get("works_share_mid")
    if works is not None:
        works = works / tax
    elif equipment is not None and share is not None:
        works = equipment * share
    return (
        None if equipment is None else equipment * to_plan,
        None if works is None else works * to_plan,
    )


def maintenance_of(asset: Asset, age: float, years: float, equipment: float | None, life: float) -> float | None:
    """Upkeep so many years from now of a machine that old now: its own, growing until two lives, else its class's
    curve."""
    row = class_row(asset, "upkeep")
    own = asset.get("maintenance_gbp_per_year")
    if own:
        return float(own * (1 + row["maintenance_growth"]) ** (min(age + years, 2 * life) - min(age, 2 * life)))
    if equipment is None:
        return None
    since = min(age + years, 2 * life) - row["warranty_years"]
    return (
        0.0
        if age + years < row["warranty_years"]
        else equipment * row["maintenance_share_mid"] * (1 + row["maintenance_growth"]) ** since
    )


def deferral_of(asset: Asset, as_at: dt.date, start: int, years: int, hazard: str) -> list[float | None]:
    """E(t) of each year of the appraisal: risk and upkeep of keeping the machine."""
    told, ages = score_of(asset, as_at), age_ends(asset, as_at)
    if told["life_years"] is None or ages is None:
        return [None] * years
    first = max((dt.date(start, 4, 1) - as_at).days / 365.25, 0.0)
    equipment, _ = price_of(asset)
    row, now = class_row(asset, "asset_classes"), ages[1] / told["life_years"]
    harm = CHANCES[told["harm"] - 1] * COSTS[row["safety_consequence"] - 1]
    cyber = CHANCES[told["software"] - 1] * COSTS[row["cyber_consequence"] - 1]
    costs: list[float | None] = []
    for year in range(years):
        later = (ages[1] + first + year) / told["life_years"]
        upkeep = maintenance_of(asset, ages[1], first + year, equipment, told["life_years"])
        losses = told["rate"] * growth(later, now, hazard) * told["consequence"]
        costs.append(None if upkeep is None else losses + harm + cyber + upkeep)
    return costs


def successor_of(asset: Asset, as_at: dt.date, hazard: str) -> tuple[int, float, float, float] | None:
    """Economic life, equivalent annual cost, and its running and capital parts, of a like-for-like successor."""
    told = score_of(asset, as_at)
    equipment, works = price_of(asset)
    if told["life_years"] is None or equipment is None or works is None:
        return None
    row, prior = class_row(asset, "asset_classes"), class_row(asset, "reliability")["faults_per_year_mid"]
    as_new = CHANCES[0] * (COSTS[row["safety_consequence"] - 1] + COSTS[row["cyber_consequence"] - 1])
    capital, fresh = equipment * 1.10 + works * 1.24, {**asset, "maintenance_gbp_per_year": None}
    best, worth, spent = None, 0.0, 0.0
    for age in range(30):
        upkeep = maintenance_of(fresh, 0.0, age, equipment, told["life_years"]) or 0.0
        year = prior * growth(age / told["life_years"], 0.0, hazard) * told["consequence"] + as_new + upkeep
        worth += 1.035**-age
        spent += year * 1.035**-age
        found = (age + 1, (capital + spent) / worth, spent / worth, capital / worth)
        best = found if best is None or found[1] < best[1] else best
    return best


def net_benefits(costs: list[float | None], annual: float) -> list[float]:
    """Present worth of replacing in each year: what keeping costs from then on, less the successor."""
    yearly = [((cost or 0.0) - annual) * 1.035**-year for year, cost in enumerate(costs)]
    return [sum(yearly[year:]) for year in range(len(yearly))]
