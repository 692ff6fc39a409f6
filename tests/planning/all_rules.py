"""Tiny problems that draw on every rule, and all of the rules added up by hand."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from capplan.policy.rules import Fund
from capplan.policy.schema import Rules
from tests.planning.estates import YEARS, Problem, estate_of, tiny

PARTS = 10_000
MEASURED_BY = {
    "need": "need_score", "replacement_value": "replacement_value_gbp", "population": "people_per_machine",
}  # fmt: skip


def any_rules(seed: int) -> tuple[Problem, Rules]:
    """Up to six assets over three years, two machines without options, and a random choice of every rule."""
    made, _ = tiny(seed)
    random = np.random.default_rng([seed, 1])
    made = _with_estate(_with_resources(made, random), random)
    return _with_later_rules(made, _some_rules(random, made), np.random.default_rng([seed, 2]))


def _with_later_rules(made: Problem, rules: Rules, random: np.random.Generator) -> tuple[Problem, Rules]:
    """Rules and facts whose choice does not move that of the others."""
    people = random.integers(0, 9, len(made.estate.assets)).astype(float)
    assets = made.estate.assets.assign(people_per_machine=people)
    assets["demand_growth"] = random.choice([0.0, 0.05, 0.2], len(assets))
    settings: dict[str, object] = {}
    if rules.capacity is not None:
        growth = [{made.options["asset_class"].iloc[0]: 0.2}, "organisations", 0.1][int(random.integers(3))]
        settings["capacity"] = rules.capacity.model_dump(exclude_unset=True) | {"growth": growth}
    if random.random() < 0.3:
        settings["network_share_by"] = "population"
    if random.random() < 0.2:
        settings["class_floor_gbp"] = {made.options["asset_class"].iloc[0]: int(random.integers(5, 40))}
    if random.random() < 0.4:
        settings["floor_price_gbp"] = float(random.choice([0.1, 0.5, 3.0]))
    changed = rules.model_dump(exclude_unset=True) | settings
    return replace(made, estate=replace(made.estate, assets=assets)), Rules.model_validate(changed)


def _with_resources(made: Problem, random: np.random.Generator) -> Problem:
    """Revenue and carbon that options use, and limits on them in some years."""
    rows, years = len(made.cash), len(made.budget)
    cash = made.cash.assign(
        revenue_gbp=random.integers(-5, 11, rows), carbon_tonnes=random.integers(-1500, 3000, rows) / 1000
    )
    limit = random.integers(0, 25, years).astype(float)
    tonnes = random.integers(0, 9000, years) / 1000
    budget = made.budget.assign(
        revenue_envelope_gbp=np.where(random.random(years) < 0.2, limit, np.nan),
        carbon_limit_tonnes=np.where(random.random(years) < 0.2, tonnes, np.nan),
    )
    return replace(made, cash=cash, budget=budget)


def _with_estate(made: Problem, random: np.random.Generator) -> Problem:
    """The machines of the options and two without any, their effects, a plan before, and shared memberships."""
    options = made.options
    renews = random.random(len(options)) < 0.7
    options = options.assign(
        renews=renews,
        removes=~renews & (random.random(len(options)) < 0.4),
        capacity_after_per_year=np.where(
            random.random(len(options)) < 0.8, random.integers(0, 30, len(options)), np.nan
        ),
    )
    first = options.drop_duplicates("asset_id")
    known = list(first[["asset_id", "network", "asset_class", "site"]].to_dict("records"))
    others = [
        {"asset_id": "B0", "network": "North", "asset_class": "ct", "site": "S1"},
        {"asset_id": "B1", "network": "Coast", "asset_class": "mri", "site": "S2"},
    ]
    assets = [
        row
        | {
            "age_used_years": float(random.choice([2.5, 7.5, 8.5, 9.5, 12.0])),
            "need_score": float(random.integers(0, 4)),
            "activity_per_year": float(random.choice([np.nan, 8, 12, 20])),
            "capacity_per_year": float(random.choice([np.nan, 10, 15, 25])),
            "replacement_value_gbp": float(random.integers(1, 30)),
        }
        for row in [*known, *others]
    ]
    before = [
        (row["asset_id"], "keep", None)
        if random.random() < 0.5
        else (row["asset_id"], "replace", int(random.choice(YEARS)))
        for row in known
    ]
    members = []
    if random.random() < 0.3:
        for row in assets:
            for year in YEARS:
                part = 0.3 if row["asset_id"] == "A0" else 0.0
                members.append((row["asset_id"], year, row["network"], 1 - part))
                if part:
                    members.append((row["asset_id"], year, "Vale" if year == YEARS[0] else "Coast2", part))
    return replace(made, options=options, estate=estate_of(assets, members, before))


def _some_rules(random: np.random.Generator, made: Problem) -> Rules:
    """A random choice of every rule; most of them are left out of any one case, for a plan to be possible."""

    def asked(often: float = 0.2) -> bool:
        return bool(random.random() < often)

    count = made.options["asset_id"].nunique()
    settings: dict[str, object] = {}
    if asked(0.4):
        settings["carry_forward"] = float(random.choice([0.05, 0.25, 1.0]))
    if asked():
        settings["network_floor"] = float(random.choice([0.1, 0.3]))
    if asked():
        settings["network_cap"] = float(random.choice([0.8, 1.1]))
    settings["network_share_by"] = str(random.choice(["options", "options", "replacement_value", "need"]))
    if asked():
        settings["class_cap_gbp"] = {made.options["asset_class"].iloc[0]: int(random.integers(20, 90))}
    installs = {}
    if asked(0.3):
        installs["per_network"] = int(random.integers(1, 3))
    if asked(0.3):
        installs["per_site_and_class"] = 1
    settings["max_installs"] = installs
    starts = [set(made.options.loc[made.options["asset_id"] == asset, "start_year"]) for asset in ("A0", "A1")]
    if asked(0.3) and starts[0] & starts[1]:
        settings["together"] = [{"name": "B", "assets": ["A0", "A1"], "shared_works_gbp": int(random.integers(0, 15))}]
    if count > 2 and asked(0.3):
        settings["either_or"] = [["A1", "A2"]]
    if asked(0.3):
        settings["shared_works"] = [{"name": "W", "assets": ["A0", "A1"], "works_gbp": int(random.integers(1, 15))}]
    if asked():
        settings["limits"] = {
            "revenue_gbp": {"horizon": int(random.integers(0, 30))},
            "carbon_tonnes": {"last_year": 2.5},
        }
    if asked(0.3):
        settings["funds"] = [
            {"name": "MR", "asset_class": ["mri"], "2027": 15, "2028": int(random.integers(0, 20))},
            {"name": "Coastal", "network": ["Coast"], "2027": 10, "2029": 12},
        ]
    if asked():
        settings["max_share_over_10_years"] = {
            2029: float(random.choice([0.3, 0.5])),
            "soft": asked(0.5),
            "price_gbp": 4,
        }
    if asked():
        price = {"price_gbp": 0.5} if asked(0.5) else {}
        settings["capacity"] = {"share": float(random.choice([0.7, 1.0])), "growth": 0.1, **price}
    if asked():
        settings["oldest_first"] = "enforce"
    if asked():
        limit = {"most_changes": int(random.integers(1, 4))} if asked(0.5) else {"price_gbp": 3}
        settings["stay_close"] = {"plan": "last", **limit}
    return Rules.model_validate(settings)


Chosen = list[dict]


def best_of_all(made: Problem, rules: Rules) -> float | None:
    """The most that any plan is worth under every rule, trying all of them; None where none keeps the rules."""
    choices = []
    for _, group in made.options.groupby("asset_id"):
        rows = group.to_dict("records")
        must = any(row["must_treat"] for row in rows)
        choices.append([*rows, *([] if must else [None])])
    by_hand = ByHand(made, rules)
    worth = []
    for plan in itertools.product(*choices):
        chosen = [row for row in plan if row is not None]
        if by_hand.keeps(chosen):
            worth.append(sum(row["benefit_gbp"] for row in chosen) - by_hand.costs(chosen))
    return max(worth, default=None)


class ByHand:
    """Every rule in plain arithmetic."""

    def __init__(self, made: Problem, rules: Rules) -> None:
        """Take a problem and its rules."""
        self.made, self.rules = made, rules
        cash = made.cash.astype(object).to_dict("records")
        self.cash = {(row["option_id"], row["year"]): row for row in cash}
        self.budget = {row["year"]: row for row in made.budget.sort_values("year").to_dict("records")}
        self.options = made.options.to_dict("records")
        self.machines = made.estate.assets.to_dict("records")
        self.members: dict[tuple[str, int], dict[str, int]] = {}
        for row in made.estate.members.to_dict("records"):
            self.members.setdefault((row["asset_id"], row["year"]), {})[row["network"]] = round(row["share"] * PARTS)

    def parts(self, row: dict, year: int) -> dict[str, int]:
        """The networks of an asset in a year, in parts."""
        return self.members.get((row["asset_id"], year), {row["network"]: PARTS})

    def keeps(self, chosen: Chosen) -> bool:
        """Whether a plan keeps every rule that binds."""
        tests = (
            self.ties_kept, self.money_kept, self.resources_kept, self.groups_kept, self.delivery_kept,
            self.ages_kept, self.capacity_kept, self.order_kept, self.close_kept,
        )  # fmt: skip
        return all(test(chosen) for test in tests)

    def costs(self, chosen: Chosen) -> float:
        """What falling short of aims costs."""
        total = 0.0
        aged, asked, close = self.rules.max_share_over_10_years, self.rules.capacity, self.rules.stay_close
        if aged is not None and aged.soft:
            total += sum(float(beyond) for beyond in self.beyond_age(chosen)) * aged.price_gbp
        if asked is not None and asked.price_gbp is not None:
            total += sum(float(short) for short in self.exams_short(chosen)) * asked.price_gbp
        if self.rules.floor_price_gbp is not None:
            total += sum(self.floors_short(chosen)) * self.rules.floor_price_gbp
        if close is not None and close.price_gbp is not None:
            total += self.changes(chosen) * close.price_gbp
        return total

    def spends(self, chosen: Chosen) -> list[tuple[dict, int, int]]:
        """Each option with the year and pounds that it spends, works with the option they are charged to."""
        spent = [(row, year, one["capital_gbp"]) for row in chosen for (option, year), one in self.cash.items()
                 if option == row["option_id"]]  # fmt: skip
        by_asset = {row["asset_id"]: row for row in chosen}
        for bundle in self.rules.together:
            if bundle.assets[0] in by_asset:
                first = by_asset[bundle.assets[0]]
                spent.append((first, first["start_year"], bundle.shared_works_gbp))
        for works in self.rules.shared_works:
            owner = min(
                (row for row in self.options if row["asset_id"] in works.assets), key=lambda row: row["asset_id"]
            )
            labels = {key: owner[key] for key in ("network", "asset_class", "site")} | {"asset_id": "works"}
            for year in {row["start_year"] for row in chosen if row["asset_id"] in works.assets}:
                spent.append((labels | {"option_id": f"works {year}"}, year, works.works_gbp))
        return spent

    def ties_kept(self, chosen: Chosen) -> bool:
        """Bundles and choices."""
        by_asset = {row["asset_id"]: row["start_year"] for row in chosen}
        bundles = all(len({by_asset.get(asset) for asset in one.assets}) == 1 for one in self.rules.together)
        return bundles and all(sum(asset in by_asset for asset in one) <= 1 for one in self.rules.either_or)

    def money_kept(self, chosen: Chosen) -> bool:
        """Every set of funds and the envelope pay for what nothing else may pay for."""
        spent, carried = self.spends(chosen), 0
        funds = self.rules.funds
        for year, row in self.budget.items():
            left = math.inf
            for size in range(len(funds) + 1):
                for some in itertools.combinations(funds, size):
                    others = [fund for fund in funds if fund not in some]
                    due = sum(amount for one, y, amount in spent if y == year and not any(pays(f, one) for f in others))
                    money = sum(fund.money.get(year, 0) for fund in some)
                    left = min(left, row["envelope_gbp"] + carried + money - due)
            if left < 0:
                return False
            carried = min(left, int(self.rules.carry_forward * row["envelope_gbp"] + 1e-6))
        return True

    def resources_kept(self, chosen: Chosen) -> bool:
        """Revenue and carbon by year, over all years and in the last."""
        ids = {row["option_id"] for row in chosen}
        columns = (("revenue_gbp", "revenue_envelope_gbp", 1), ("carbon_tonnes", "carbon_limit_tonnes", 1000))
        for column, limit, units in columns:
            drawn = dict.fromkeys(self.budget, 0)
            for (option, year), one in self.cash.items():
                drawn[year] += round(one[column] * units) if option in ids else 0
            for year, row in self.budget.items():
                if not math.isnan(row[limit]) and drawn[year] > round(row[limit] * units):
                    return False
            beyond = getattr(self.rules.limits, column)
            for most, value in ((beyond.horizon, sum(drawn.values())), (beyond.last_year, drawn[YEARS[-1]])):
                if most is not None and value > round(most * units):
                    return False
        return True

    def spent_by_group(self, chosen: Chosen) -> tuple[dict[str, int], dict[str, int]]:
        """Capital by network and by class; the odd pound of a machine of two networks goes to the first."""
        spent: dict[str, int] = {}
        of_class: dict[str, int] = {}
        by_option: dict[tuple, tuple[dict, int]] = {}
        for row, year, amount in self.spends(chosen):
            key = (row["option_id"], year)
            by_option[key] = (row, by_option.get(key, (row, 0))[1] + amount)
        for row, amount in by_option.values():
            of_class[row["asset_class"]] = of_class.get(row["asset_class"], 0) + amount
            shares = {name: amount * part // PARTS for name, part in sorted(self.parts(row, YEARS[-1]).items())}
            shares[min(shares)] += amount - sum(shares.values())
            for name, share in shares.items():
                spent[name] = spent.get(name, 0) + share
        return spent, of_class

    def floors_short(self, chosen: Chosen) -> list[int]:
        """What the floor of each network and class is short of."""
        spent, of_class = self.spent_by_group(chosen)
        total = sum(row["envelope_gbp"] for row in self.budget.values())
        floor = self.rules.network_floor or 0.0
        least = {name: math.ceil(floor * share * total - 1e-6) for name, share in self.shares().items()}
        short = [max(amount - spent.get(name, 0), 0) for name, amount in least.items()]
        return short + [max(least - of_class.get(name, 0), 0) for name, least in self.rules.class_floor_gbp.items()]

    def groups_kept(self, chosen: Chosen) -> bool:
        """Floors, unless they have a price, and caps."""
        if self.rules.floor_price_gbp is None and any(self.floors_short(chosen)):
            return False
        spent, of_class = self.spent_by_group(chosen)
        total = sum(row["envelope_gbp"] for row in self.budget.values())
        for network, share in self.shares().items():
            cap = self.rules.network_cap
            if cap is not None and spent.get(network, 0) > cap * share * total + 1e-6:
                return False
        return all(of_class.get(name, 0) <= most for name, most in self.rules.class_cap_gbp.items())

    def shares(self) -> dict[str, float]:
        """Each network's share of the money."""
        by = self.rules.network_share_by
        if by == "options":
            worth = {}
            for asset, rows in itertools.groupby(sorted(self.options, key=lambda row: row["asset_id"]),
                                                 key=lambda row: row["asset_id"]):  # fmt: skip
                first = min(rows, key=lambda row: (row["action"] != "replace", row["start_year"]))
                worth[asset] = (first, sum(one["capital_gbp"] for (option, _), one in self.cash.items()
                                           if option == first["option_id"]))  # fmt: skip
        else:
            column = MEASURED_BY[by]
            worth = {row["asset_id"]: (row, row[column]) for row in self.machines}
        found: dict[str, float] = {}
        for row, amount in worth.values():
            for network, part in self.parts(row, YEARS[-1]).items():
                found[network] = found.get(network, 0.0) + amount * part / PARTS
        total = sum(found.values()) or 1.0
        return {network: amount / total for network, amount in found.items()}

    def delivery_kept(self, chosen: Chosen) -> bool:
        """Starts of each network, by the networks of the year, and of each site and class."""
        limits = self.rules.max_installs
        counts: dict[tuple, int] = {}
        for row in chosen:
            for network, part in self.parts(row, row["start_year"]).items():
                key = ("network", network, row["start_year"])
                counts[key] = counts.get(key, 0) + part
            key = ("site", row["site"], row["asset_class"], row["start_year"])
            counts[key] = counts.get(key, 0) + PARTS
        most = {"network": limits.per_network, "site": limits.per_site_and_class}
        return all(most[key[0]] is None or count <= most[key[0]] * PARTS for key, count in counts.items())

    def beyond_age(self, chosen: Chosen) -> list[Fraction]:
        """By how many machines each network is beyond its share of those over ten years old."""
        asked, found = self.rules.max_share_over_10_years, []
        for year, share in asked.shares.items():
            done = {row["asset_id"]: row for row in chosen if row["start_year"] <= year}
            old: dict[str, Fraction] = {}
            serve: dict[str, Fraction] = {}
            for machine in self.machines:
                option = done.get(machine["asset_id"])
                if option is not None and option["removes"]:
                    continue
                age = machine["age_used_years"] + year + 1 - YEARS[0]
                if option is not None and option["renews"]:
                    age = year + 1 - option["start_year"]
                for network, part in self.parts(machine, year).items():
                    serve[network] = serve.get(network, Fraction(0)) + Fraction(part, PARTS)
                    old[network] = old.get(network, Fraction(0)) + Fraction(part, PARTS) * (age > 10)
            found += [max(old[name] - Fraction(str(share)) * serve[name], Fraction(0)) for name in serve]
        return found

    def ages_kept(self, chosen: Chosen) -> bool:
        """No network is beyond its share, unless that has a price."""
        asked = self.rules.max_share_over_10_years
        return asked is None or asked.soft or not any(self.beyond_age(chosen))

    def exams_short(self, chosen: Chosen) -> list[Fraction]:
        """By how many exams each network, class and year is short."""
        asked, found = self.rules.capacity, []
        for year in YEARS:
            done = {row["asset_id"]: row for row in chosen if row["start_year"] <= year}
            able: dict[tuple, list[Fraction]] = {}
            for machine in self.machines:
                known = [machine[name] for name in ("capacity_per_year", "activity_per_year")]
                now = next((math.floor(one) for one in known if not math.isnan(one)), None)
                option, after = done.get(machine["asset_id"]), now
                if option is not None and now is not None:
                    told = option["capacity_after_per_year"]
                    after = 0 if option["removes"] else now if math.isnan(told) else math.floor(told)
                does = 0 if math.isnan(machine["activity_per_year"]) else int(machine["activity_per_year"])
                does *= Fraction(str(1 + self.growth(machine))) ** (year - YEARS[0])
                for network, part in self.parts(machine, year).items():
                    sums = able.setdefault((network, machine["asset_class"]), [Fraction(0)] * 3)
                    for place, value in enumerate((after or 0, now or 0, does)):
                        sums[place] += value * Fraction(part, PARTS)
            for after, now, does in able.values():
                least = math.ceil(asked.share * float(does) - 1e-9)
                least = least if asked.price_gbp is not None else min(least, now)
                found.append(max(least - after, Fraction(0)))
        return found

    def growth(self, machine: dict) -> float:
        """How fast demand on a machine grows."""
        growth = self.rules.capacity.growth
        if growth == "organisations":
            return float(machine["demand_growth"])
        return float(growth.get(machine["asset_class"], 0.0)) if isinstance(growth, Mapping) else growth

    def capacity_kept(self, chosen: Chosen) -> bool:
        """Nothing is short, unless that has a price."""
        asked = self.rules.capacity
        return asked is None or asked.price_gbp is not None or not any(self.exams_short(chosen))

    def order_kept(self, chosen: Chosen) -> bool:
        """No younger machine goes before an older one with no lower need; duties stand apart."""
        if self.rules.oldest_first != "enforce":
            return True
        starts = {row["asset_id"]: row["start_year"] for row in chosen}
        duties = {row["asset_id"] for row in self.options if row["must_treat"]}
        able = {row["asset_id"] for row in self.options} - duties
        for old, young in itertools.permutations([row for row in self.machines if row["asset_id"] in able], 2):
            alike = (old["network"], old["asset_class"]) == (young["network"], young["asset_class"])
            before = old["age_used_years"] > young["age_used_years"] and old["need_score"] >= young["need_score"]
            when = [starts.get(row["asset_id"], math.inf) for row in (young, old)]
            if alike and before and when[0] < when[1]:
                return False
        return True

    def changes(self, chosen: Chosen) -> int:
        """How many decisions differ from the plan before."""
        now = {row["asset_id"]: (row["action"], row["start_year"]) for row in chosen}
        changed = 0
        for row in self.made.estate.approved.to_dict("records"):
            was = None if row["action"] == "keep" else (row["action"], row["start_year"])
            changed += now.get(row["asset_id"]) != was
        return changed

    def close_kept(self, chosen: Chosen) -> bool:
        """No more changes than allowed."""
        close = self.rules.stay_close
        return close is None or close.most_changes is None or self.changes(chosen) <= close.most_changes


def pays(fund: Fund, row: dict) -> bool:
    """Whether a fund may pay for an option."""
    named = ((fund.asset_class, "asset_class"), (fund.network, "network"), (fund.site, "site"))
    return all(not names or row[column] in names for names, column in named)
