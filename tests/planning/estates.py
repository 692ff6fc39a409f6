"""Small and large problems for the tests of planning, and the rules of each checked the plain way."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from capplan import columns as c
from capplan.model import Estate, Plan
from capplan.planning import allocate
from capplan.planning.case import Case, make_case
from capplan.policy.schema import Rules, Solver

YEARS = (2027, 2028, 2029)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Options, cash and budget, and the estate they are for, ready for `allocate`."""

    options: pd.DataFrame
    cash: pd.DataFrame
    budget: pd.DataFrame
    estate: Estate | None = None

    def plan(self, rules: Rules, gap: float = 0.0) -> Plan:
        """The plan of this problem, to the end."""
        return allocate(self.options, self.cash, self.budget, rules, Solver(gap=gap), estate=self.estate)

    def case(self, rules: Rules) -> Case:
        """This problem, checked and ordered."""
        return make_case(self.options, self.cash, self.budget, self.estate, rules.shared_works)


def problem(rows: list[dict], envelopes: dict[int, int]) -> Problem:
    """From one dictionary an option, its capital by year under `cash`."""
    options = pd.DataFrame([{key: value for key, value in row.items() if key != "cash"} for row in rows])
    cash = [(row["option_id"], year, amount) for row in rows for year, amount in row["cash"].items()]
    return Problem(
        options=options,
        cash=pd.DataFrame(cash, columns=list(c.CASH)),
        budget=pd.DataFrame({c.YEAR: list(envelopes), c.ENVELOPE_GBP: list(envelopes.values())}),
    )


def estate_of(assets: list[dict], members: Iterable[tuple] = (), approved: Iterable[tuple] = ()) -> Estate:
    """An estate from one dictionary an asset, rows of `MEMBERS` and rows of `APPROVED`."""
    return Estate(
        assets=pd.DataFrame(assets).reindex(columns=list(c.ESTATE)),
        members=pd.DataFrame(members, columns=list(c.MEMBERS)),
        approved=pd.DataFrame(approved, columns=list(c.APPROVED)).astype({"start_year": "Int64"}),
    )


def option(asset: str, year: int, benefit: float, cash: dict[int, int] | int, **labels: object) -> dict:
    """One option; whole pounds fall in its start year unless given by year."""
    return {
        "option_id": f"{asset}/{labels.get('action', 'replace')}/{year}",
        "asset_id": asset,
        "action": labels.pop("action", "replace"),
        "start_year": year,
        "benefit_gbp": benefit,
        "network": labels.pop("network", "North"),
        "asset_class": labels.pop("asset_class", "ct"),
        "site": labels.pop("site", "S1"),
        "must_treat": labels.pop("must_treat", False),
        "cash": cash if isinstance(cash, dict) else {year: cash},
        **labels,
    }


def tiny(seed: int) -> tuple[Problem, Rules]:
    """Up to six assets over three years, with a random choice of every rule."""
    random = np.random.default_rng(seed)
    rows = []
    count = int(random.integers(2, 7))
    for number in range(count):
        labels = {
            "network": str(random.choice(["North", "Coast"])),
            "asset_class": str(random.choice(["ct", "mri"])),
            "site": str(random.choice(["S1", "S2"])),
            "must_treat": bool(random.random() < 0.15),
        }
        for year in random.choice(YEARS, size=int(random.integers(1, 4)), replace=False):
            cost = int(random.integers(1, 40))
            cash = {int(year): cost}
            if year < YEARS[-1] and random.random() < 0.3:
                cash[int(year) + 1] = int(random.integers(0, 20))
            action = str(random.choice(["replace", "upgrade"]))
            benefit = round(float(random.normal(10, 15)), 2)
            rows.append(option(f"A{number}", int(year), benefit, cash, action=action, **labels))
    made, rules = problem(rows, {year: int(random.integers(10, 60)) for year in YEARS}), _some_rules(random, count)
    starts = [set(made.options.loc[made.options["asset_id"] == asset, "start_year"]) for asset in ("A0", "A1")]
    return made, rules if starts[0] & starts[1] else rules.model_copy(update={"together": ()})


def _some_rules(random: np.random.Generator, count: int) -> Rules:
    settings: dict[str, object] = {}
    if random.random() < 0.4:
        settings["carry_forward"] = float(random.choice([0.05, 0.25, 1.0]))
    if random.random() < 0.3:
        settings["network_floor"] = float(random.choice([0.1, 0.3]))
    if random.random() < 0.3:
        settings["network_cap"] = float(random.choice([0.8, 1.1]))
    installs = {}
    if random.random() < 0.4:
        installs["per_network"] = int(random.integers(1, 3))
    if random.random() < 0.4:
        installs["per_site_and_class"] = 1
    settings["max_installs"] = installs
    if random.random() < 0.4:
        settings["together"] = [{"name": "B", "assets": ["A0", "A1"], "shared_works_gbp": int(random.integers(0, 15))}]
    if count > 2 and random.random() < 0.4:
        settings["either_or"] = [["A1", "A2"]]
    return Rules.model_validate(settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What adding up by hand needs of a problem: cash by option and year, envelopes, networks' shares."""

    cash: dict[str, dict[int, int]]
    envelopes: dict[int, int]
    shares: dict[str, float]


def sums(case: Problem) -> Sums:
    """The sums of a problem, worked out once."""
    cash: dict[str, dict[int, int]] = {}
    for row in case.cash.itertuples():
        cash.setdefault(row.option_id, {})[row.year] = row.capital_gbp
    envelopes = dict(sorted(zip(case.budget["year"], case.budget["envelope_gbp"], strict=True)))
    return Sums(cash=cash, envelopes=envelopes, shares=_shares(case))


def best_by_hand(case: Problem, rules: Rules) -> float | None:
    """The most that any plan is worth, trying every one of them; None where none keeps the rules."""
    by_hand = sums(case)
    choices = []
    for _, group in case.options.groupby("asset_id"):
        rows = group.to_dict("records")
        must = any(row["must_treat"] for row in rows)
        choices.append([*rows, *([] if must else [None])])
    worth = [
        sum(row["benefit_gbp"] for row in plan if row is not None)
        for plan in itertools.product(*choices)
        if keeps_rules([row for row in plan if row is not None], by_hand, rules)
    ]
    return max(worth, default=None)


def keeps_rules(plan: list[dict], by_hand: Sums, rules: Rules) -> bool:
    """Whether a list of chosen options keeps every rule, in plain arithmetic."""
    chosen = {row["asset_id"]: row for row in plan}
    spends = [(row, year, amount) for row in plan for year, amount in by_hand.cash.get(row["option_id"], {}).items()]
    for bundle in rules.together:
        starts = {chosen[asset]["start_year"] if asset in chosen else None for asset in bundle.assets}
        if len(starts) > 1:
            return False
        if starts != {None}:
            spends.append((chosen[bundle.assets[0]], starts.pop(), bundle.shared_works_gbp))
    if any(sum(asset in chosen for asset in assets) > 1 for assets in rules.either_or):
        return False
    return _money_kept(spends, by_hand, rules) and _groups_kept(spends, by_hand, rules) and _delivery_kept(plan, rules)


def _money_kept(spends: list, by_hand: Sums, rules: Rules) -> bool:
    carried = 0.0
    for year, envelope in by_hand.envelopes.items():
        left = envelope + carried - sum(amount for _, y, amount in spends if y == year)
        if left < 0:
            return False
        carried = min(left, np.floor(rules.carry_forward * envelope + 1e-6))
    return True


def _groups_kept(spends: list, by_hand: Sums, rules: Rules) -> bool:
    total = sum(by_hand.envelopes.values())
    for network, share in by_hand.shares.items():
        spent = sum(amount for row, _, amount in spends if row["network"] == network)
        if rules.network_floor is not None and spent < rules.network_floor * share * total - 1e-6:
            return False
        if rules.network_cap is not None and spent > rules.network_cap * share * total + 1e-6:
            return False
    return True


def _shares(case: Problem) -> dict[str, float]:
    capital = case.cash.groupby("option_id")["capital_gbp"].sum()
    by_network: dict[str, float] = {}
    for _, rows in case.options.groupby("asset_id"):
        rows = rows.assign(later=rows["action"] != "replace").sort_values(["later", "start_year"], kind="stable")
        first = rows.iloc[0]
        by_network[first["network"]] = by_network.get(first["network"], 0.0) + capital.get(first["option_id"], 0)
    total = sum(by_network.values()) or 1.0
    return {network: value / total for network, value in by_network.items()}


def _delivery_kept(plan: list[dict], rules: Rules) -> bool:
    limits = rules.max_installs
    for keys, limit in ((("network",), limits.per_network), (("site", "asset_class"), limits.per_site_and_class)):
        if limit is not None:
            groups = [(*(row[key] for key in keys), row["start_year"]) for row in plan]
            if any(groups.count(group) > limit for group in groups):
                return False
    return True
