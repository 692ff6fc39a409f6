"""Published knapsack and capital-budgeting problems, and others by their published recipes, as options, cash and
budget; and what HiGHS alone makes of the same rows."""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from capplan.planning import highs
from capplan.planning.blocks import in_units, solver_units
from capplan.planning.bound import linear
from capplan.planning.programme import make_programme
from capplan.policy.schema import Rules
from tests.planning.estates import Problem, option, problem

# OR-Library, mknap1, first problem (Petersen 1967, Operations Research 15, 741): the optimum is 3800.
PETERSEN_WORTH = (100, 600, 1200, 2400, 500, 2000)
PETERSEN_USES = (
    (8, 12, 13, 64, 22, 41),
    (8, 12, 13, 75, 22, 41),
    (3, 6, 4, 18, 6, 4),
    (5, 10, 8, 32, 6, 12),
    (5, 13, 8, 42, 6, 20),
    (5, 13, 8, 48, 6, 20),
    (0, 0, 0, 0, 8, 0),
    (3, 0, 4, 0, 8, 0),
    (3, 2, 4, 0, 8, 4),
    (3, 2, 4, 8, 8, 4),
)
PETERSEN_LIMITS = (80, 96, 20, 36, 44, 48, 10, 18, 22, 24)
# Kreher and Stinson (1999), Combinatorial Algorithms; data set KNAPSACK_01 of J. Burkardt, problems 2, 7 and 8:
# weights, worth, capacity, optimum.
KREHER_STINSON = (
    ((12, 7, 11, 8, 9), (24, 13, 23, 15, 16), 26, 51),
    (
        (70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120),
        (135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240),
        750,
        1458,
    ),
    (
        (
            *(382745, 799601, 909247, 729069, 467902, 44328, 34610, 698150, 823460, 903959, 853665, 551830),
            *(610856, 670702, 488960, 951111, 323046, 446298, 931161, 31385, 496951, 264724, 224916, 169684),
        ),
        (
            *(825594, 1677009, 1676628, 1523970, 943972, 97426, 69666, 1296457, 1679693, 1902996, 1844992, 1049289),
            *(1252836, 1319836, 953277, 2067538, 675367, 853655, 1826027, 65731, 901489, 577243, 466257, 369261),
        ),
        6404180,
        13549094,
    ),
)


def projects(worth: list[float], uses: np.ndarray, limits: list[int]) -> Problem:
    """Each project is done or not; `uses` is limits x projects, each limit a year's envelope."""
    rows = [
        option(f"P{number:04d}", 1, float(gain), {y + 1: int(a) for y, a in enumerate(uses[:, number]) if a})
        for number, gain in enumerate(worth)
    ]
    return problem(rows, {year + 1: int(limit) for year, limit in enumerate(limits)})


def chu_beasley(seed: int) -> Problem:
    """Multidimensional knapsack (Chu and Beasley 1998, Journal of Heuristics 4, 63-86): weights U(0, 1000), limits a
    quarter, half or three quarters of all weights, worth the mean weight plus 500 U(0, 1)."""
    random = np.random.default_rng([1, seed])
    items, limits = [(28, 5), (50, 5), (100, 5), (50, 10), (100, 10)][seed % 5]
    share = (0.25, 0.5, 0.75)[seed % 3]
    weights = random.integers(0, 1001, (limits, items))
    worth = np.floor(weights.mean(axis=0) + 500 * random.random(items))
    return projects(worth.tolist(), weights, (share * weights.sum(axis=1)).astype(int).tolist())


def multiple_choice(seed: int) -> Problem:
    """Multiple-choice knapsack (Pisinger 1995, European Journal of Operational Research 83, 394-410): one item of each
    class, weights U(1, 1000), worth uncorrelated, weakly or strongly correlated with them, and capacity halfway
    between the lightest choice and the heaviest."""
    random = np.random.default_rng([2, seed])
    classes, items = [(20, 10), (100, 10), (50, 20)][seed // 3 % 3]
    weights = random.integers(1, 1001, (classes, items))
    if seed % 3 == 0:
        worth = random.integers(1, 1001, (classes, items))
    elif seed % 3 == 1:
        worth = np.maximum(weights + random.integers(-10, 11, (classes, items)), 1)
    else:
        worth = weights + 10
    capacity = (weights.min(axis=1).sum() + weights.max(axis=1).sum()) // 2
    rows = [
        option(f"C{k:03d}", 1, float(worth[k, j]), int(weights[k, j]), action=f"choice {j:02d}", must_treat=True)
        for k in range(classes)
        for j in range(items)
    ]
    return problem(rows, {1: int(capacity)})


def budgeting(seed: int) -> Problem:
    """Capital budgeting in the form of Weingartner (1963): projects that may start in any year and spend over up to
    three, their worth falling the later they start, under an envelope for each of five years."""
    random = np.random.default_rng([3, seed])
    years, rows, total = 5, [], 0
    for number in range((20, 40, 80)[seed % 3]):
        spend = random.integers(50, 1000, int(random.integers(1, 4)))
        worth = float(round(spend.sum() * random.uniform(0.8, 1.6), 2))
        total += int(spend.sum())
        for start in range(1, years - len(spend) + 2):
            cash = {start + later: round(amount * 1.03**start) for later, amount in enumerate(spend)}
            rows.append(option(f"P{number:03d}", start, round(worth * 1.08 ** (1 - start), 2), cash))
    return problem(rows, {year: int((0.3 + 0.1 * (seed % 4)) * total / years) for year in range(1, years + 1)})


KINDS: dict[str, Callable[[int], Problem]] = {
    "multidimensional knapsack": chu_beasley,
    "multiple-choice knapsack": multiple_choice,
    "capital budgeting": budgeting,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What HiGHS alone came to: the best worth it found, its bound, and whether it proved it to the end."""

    worth: float
    bound: float
    proved: bool


def highs_alone(case: Problem, rules: Rules, seconds: float) -> Alone:
    """The same rows as arrays, by HiGHS with its own settings but for gap 0, one thread and the time."""
    programme = make_programme(case.case(rules), rules)
    units = solver_units(programme)
    opened = highs.open_linear(linear(in_units(programme, units)), seed=0)
    options = len(programme.benefit)
    opened.changeColsIntegrality(
        options, np.arange(options, dtype=np.int32), np.full(options, highspy.HighsVarType.kInteger)
    )
    for name, value in {"solver": "choose", "time_limit": seconds, "mip_rel_gap": 0.0, "mip_abs_gap": 0.0}.items():
        opened.setOptionValue(name, value)
    opened.run()
    info = opened.getInfo()
    return Alone(
        worth=info.objective_function_value * units.benefit,
        bound=info.mip_dual_bound * units.benefit,
        proved=opened.getModelStatus() == highspy.HighsModelStatus.kOptimal,
    )
