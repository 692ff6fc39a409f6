"""How a plan fares that is made and then kept, whatever comes: what it is worth and what it costs in each draw.

The sums are those of scoring and planning, for many draws at once: a machine that is replaced in year u is worth

    b(u) = sum over t = u .. T-1 of d^t (E(t) - EAC*)

with E, EAC* and prices as the draw has them. A lease differs from buying by what it did in the plan; upgrades,
sharing and retirement are worth what they were in the plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from capplan import columns as c
from capplan.model import Scenario
from capplan.policy import Policy
from capplan.scenarios.draws import (
    AGE,
    CONSEQUENCE,
    CYBER,
    FAULTS,
    LIFE,
    SAFETY,
    UNCERTAIN,
    Draw,
    Known,
    Numbers,
    undrawn,
)
from capplan.scoring.classes import ClassFacts, class_facts, repeated
from capplan.scoring.economics import levelised, net_benefit, successor_harm
from capplan.scoring.hazard import hazard_growth, power_growth
from capplan.scoring.projection import (
    class_maintenance,
    equipment_in_plan_prices,
    growth_ends,
    kept_maintenance,
    known_of,
    years_to_start,
)
from capplan.scoring.ranges import positive
from capplan.scoring.values import per_asset

NEW_MACHINE = ("replace", "lease")
# What of equipment and works each action pays for, and so grows with their bias; the others pay for neither.
PAYS = {"replace": (1.0, 1.0), "lease": (1.0, 1.0), "upgrade": (1.0, 0.0)}
# Assets times draws times years at a time: what keeps memory bounded.
CELLS_AT_A_TIME = 6_000_000
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Some options of a scenario, and what does not change of their assets from draw to draw.

    - `options`: columns `OPTIONS` and `OPTION_GAINS`; `row` the place of each option's asset among the rows below,
      `done` the year (from 0) in which it is done.
    - `place`: the place of each row's asset among all of the scenario's; `equipment`, `works` its prices without
      bias, in the plan's prices; `own_upkeep` what the register says of its maintenance a year now; `facts` its class;
      `new_harm` what its successor costs in a year beside faults and maintenance.
    - `planned`: the world as the plan takes it to be.
    """

    options: pd.DataFrame
    row: Places
    done: Places
    place: Places
    equipment: Numbers
    works: Numbers
    own_upkeep: Numbers
    facts: ClassFacts
    new_harm: Numbers
    planned: Draw
    policy: Policy

    @property
    def benefit(self) -> Numbers:
        """What each option is worth in the plan."""
        return self.options[c.BENEFIT_GBP].to_numpy(dtype=np.float64)


def hold(scenario: Scenario, known: Known, options: pd.DataFrame) -> Holdings:
    """Some options of a scenario, ready to be worth something in each draw; `known` is of its assets."""
    policy = scenario.policy
    places = pd.Series(np.arange(len(scenario.assets)), index=scenario.assets[c.ASSET_ID])
    place, row = np.unique(options[c.ASSET_ID].map(places).to_numpy(dtype=np.int64), return_inverse=True)
    assets, scores = (frame.iloc[place].reset_index(drop=True) for frame in (scenario.assets, scenario.scores))
    of_asset = known_of(assets, scores)
    facts = class_facts(of_asset, policy.reference)
    equipment, works = equipment_in_plan_prices(of_asset, policy)
    done = options[c.IN_USE_YEAR].to_numpy(dtype=np.int64) - policy.plan.start
    return Holdings(
        options=options.reset_index(drop=True),
        row=row,
        done=np.minimum(done, policy.prices.appraisal_years - 1),
        place=place,
        equipment=equipment,
        works=works,
        own_upkeep=positive(of_asset[c.MAINTENANCE_GBP_PER_YEAR]),
        facts=facts,
        new_harm=successor_harm(facts, policy.reference),
        planned=undrawn(known, policy),
        policy=policy,
    )


def worth(held: Holdings, draws: Sequence[Draw]) -> Numbers:
    """Net present benefit of each option in each draw (options x draws), pounds."""
    action = held.options[c.ACTION].to_numpy()
    is_new, is_lease = np.isin(action, NEW_MACHINE), action == "lease"
    bought = np.concatenate([_of_new(held, some) for some in _batches(held, draws)], axis=1)
    dearer = np.where(is_lease, held.benefit - _of_new(held, [held.planned])[:, 0], 0.0)
    return np.where(is_new[:, None], bought + dearer[:, None], held.benefit[:, None])


def _batches(held: Holdings, draws: Sequence[Draw]) -> Iterator[Sequence[Draw]]:
    years = int(held.policy.reference.parameters["economic_life_max_years"])
    size = max(1, CELLS_AT_A_TIME // max(len(held.place) * years, 1))
    for start in range(0, len(draws), size):
        yield draws[start : start + size]


def _of_new(held: Holdings, draws: Sequence[Draw]) -> Numbers:
    """What each option would be worth as a replacement in each draw (options x draws)."""
    figures = np.stack([draw.figures[held.place] for draw in draws], axis=1)
    rate = held.policy.prices.discount_rate
    equipment, works = (np.array([getattr(draw, name) for draw in draws]) for name in ("equipment_bias", "works_bias"))
    capital = held.equipment[:, None] * (1 + equipment) + held.works[:, None] * (1 + works)
    exponent = np.tile([draw.exponent for draw in draws], len(held.place))[:, None]
    rows = _Rows(
        figures=figures.reshape(-1, len(UNCERTAIN)),
        exponent=exponent,
        own_upkeep=np.repeat(held.own_upkeep, len(draws)),
        equipment=np.repeat(held.equipment, len(draws)),
        facts=repeated(held.facts, len(draws)),
        new_harm=np.repeat(held.new_harm, len(draws)),
        policy=held.policy,
    )
    _, running, levelised_capital = levelised(rows.renewed(), capital.ravel(), rate=rate)
    by_row = net_benefit(rows.kept(), running + levelised_capital, held.policy).reshape(len(held.place), len(draws), -1)
    return np.asarray(by_row[held.row[:, None], np.arange(len(draws))[None, :], held.done[:, None]])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Each asset in each draw, one after the other (assets x draws laid in one line): the draw's figures and exponent,
    and what `Holdings` holds of the asset."""

    figures: Numbers
    exponent: Numbers
    own_upkeep: Numbers
    equipment: Numbers
    facts: ClassFacts
    new_harm: Numbers
    policy: Policy

    @property
    def upkeep_ends(self) -> Numbers:
        """The age at which upkeep stops growing."""
        return growth_ends(pd.Series(self.figures[:, LIFE]), self.policy)

    def kept(self) -> Numbers:
        """What keeping costs in each year of the appraisal (rows x years), pounds."""
        age, life = self.figures[:, [AGE]], self.figures[:, [LIFE]]
        elapsed = np.arange(self.policy.prices.appraisal_years, dtype=np.float64) + years_to_start(self.policy)
        cost = kept_maintenance(self.own_upkeep, age[:, 0], elapsed, self.equipment, self.upkeep_ends, self.facts)
        growth = _growth((age + elapsed) / life, age / life, self.exponent, self.policy)
        cost += self.figures[:, [FAULTS]] * self.figures[:, [CONSEQUENCE]] * growth
        return cost + self.figures[:, [SAFETY]] + self.figures[:, [CYBER]]

    def renewed(self) -> Numbers:
        """What the successor costs at each of its ages (rows x years of age), pounds."""
        age = np.arange(self.policy.reference.parameters["economic_life_max_years"], dtype=np.float64)[None, :]
        ages = np.broadcast_to(age, (len(self.figures), age.shape[1]))
        life = self.figures[:, [LIFE]]
        cost = class_maintenance(ages, self.equipment, self.upkeep_ends, self.facts)
        failures = per_asset(self.facts.faults_per_year_mid) * self.figures[:, [CONSEQUENCE]]
        cost += failures * _growth(ages / life, np.zeros_like(life), self.exponent, self.policy)
        return cost + per_asset(self.new_harm)


def _growth(consumed: Numbers, now: Numbers, exponent: Numbers, policy: Policy) -> Numbers:
    """The fault rate's growth, each draw with an exponent of its own where the model has one."""
    if policy.hazard.model == "power_law":
        floor = policy.reference.parameters["hazard_floor_ratio"]
        return power_growth(consumed, now, exponent=exponent, floor=floor)  # type: ignore[arg-type]
    return np.array(hazard_growth(consumed, np.broadcast_to(now, consumed.shape), policy))


def capital(held: Holdings, cash: pd.DataFrame, draws: Sequence[Draw]) -> Numbers:
    """What the options draw on capital in each year of the plan, in each draw (years x draws), pounds.

    Takes the plan's cash of those options (`ASSET_ID, YEAR, CAPITAL_GBP`): equipment and works cost more or less as
    their bias is drawn.
    """
    row_of = pd.Series(np.arange(len(held.options)), index=held.options[c.ASSET_ID])
    of_option = cash[c.ASSET_ID].map(row_of).to_numpy(dtype=np.int64)
    ratio = _dearer(held, draws)[of_option]
    amounts = cash[c.CAPITAL_GBP].to_numpy(dtype=np.float64)[:, None] * ratio
    years = cash[c.YEAR].to_numpy(dtype=np.int64)
    return np.stack([amounts[years == year].sum(axis=0) for year in held.policy.years])


def _dearer(held: Holdings, draws: Sequence[Draw]) -> Numbers:
    """What each option costs in each draw over what it costs in the plan."""
    kit, building = np.array([PAYS.get(action, (0.0, 0.0)) for action in held.options[c.ACTION]]).reshape(-1, 2).T
    kit = np.where(held.options[c.ACTION] == "lease", held.policy.actions.lease_capital_share, kit)
    paid = kit * held.equipment[held.row], building * held.works[held.row]

    def price(equipment_bias: Numbers, works_bias: Numbers) -> Numbers:
        return paid[0][:, None] * (1 + equipment_bias) + paid[1][:, None] * (1 + works_bias)

    drawn = price(*(np.array([getattr(draw, name) for draw in draws]) for name in ("equipment_bias", "works_bias")))
    planned = price(np.array([held.planned.equipment_bias]), np.array([held.planned.works_bias]))
    return np.divide(drawn, planned, out=np.ones_like(drawn), where=planned > 0)
