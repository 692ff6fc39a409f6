"""What each sheet of the finance workbook holds: a function from the case to a grid."""

from collections.abc import Iterable

from capplan.columns import (
    ACTION,
    AGE_USED_YEARS,
    ASSET_COUNT,
    ASSET_ID,
    BENEFIT_GBP,
    CAPITAL_GBP,
    CLASS_TITLE,
    KEPT,
    LIMIT,
    METHOD,
    NEED_SCORE,
    NETWORK,
    ORGANISATION,
    REASON,
    REPLACEMENT_VALUE_GBP,
    RISK_COST_GBP_PER_YEAR,
    RULE,
    RULES_BROKEN,
    SCOPE,
    SITE,
    START_YEAR,
    VALUE,
    Column,
)
from capplan.reporting.case import KEEP, Case
from capplan.reporting.formats import text
from capplan.reporting.grid import (
    NOT_APPLICABLE,
    ONE_TABLE,
    Cell,
    CellForm,
    Formula,
    Grid,
    GridColumn,
    Styled,
    cells_of,
)
from capplan.reporting.measures import outcome
from capplan.reporting.sections.cover import cover_fields

_DECISION_COLUMNS: tuple[tuple[Column, CellForm, int, str], ...] = (
    (ASSET_ID, "text", 16, ""),
    (ORGANISATION, "text", 30, ""),
    (SITE, "text", 24, ""),
    (NETWORK, "text", 24, "Decisions_network"),
    (CLASS_TITLE, "text", 24, ""),
    (AGE_USED_YEARS, "number", 10, ""),
    (NEED_SCORE, "number", 12, ""),
    (RISK_COST_GBP_PER_YEAR, "pounds", 14, ""),
    (REPLACEMENT_VALUE_GBP, "pounds", 16, ""),
    (ACTION, "text", 12, "Decisions_action"),
    (START_YEAR, "year", 12, "Decisions_start"),
    (CAPITAL_GBP, "pounds", 14, "Decisions_capital"),
    (BENEFIT_GBP, "pounds", 16, ""),
    (REASON, "text", 90, ""),
)


_DECISIONS_SAY = (
    "Age is at the register's date. Set a shaded cell to keep, or to another start (2029 or 2029/30), and every sum of "
    "money follows. A machine that the plan keeps cannot be taken in here: lock it in the plan file and solve again."
)


def cover(case: Case) -> Grid:
    """Who the workbook is for, and how to read it."""
    policy = case.scenario.policy
    rows = (
        *cover_fields(case),
        (
            "Inputs",
            "Shaded cells are for changing: the Inputs, and each machine's action (keep) and start in Decisions.",
        ),
        (
            "What follows",
            "Cash, Charges, Leases, Net assets, Budget, Funds, Capital, Revenue and Checks: they hold formulas.",
        ),
        ("What does not", "Options, benefits (so the discount rate), scenarios, proof and reasons stay as solved."),
        ("[x]", "Not available: the register does not say."),
        ("[z]", "Not applicable."),
    )
    return Grid(
        sheet="Cover",
        title=f"{policy.plan.title}: finance workbook",
        lines=(f"{case.scenario.title}. {ONE_TABLE}",),
        columns=(GridColumn(label="Field", width=22), GridColumn(label="Value", width=90)),
        rows=rows,
    )


def contents(grids: Iterable[Grid]) -> Grid:
    """What each sheet holds."""
    rows = tuple((grid.sheet, grid.title, len(grid.rows)) for grid in grids)
    return Grid(
        sheet="Contents",
        title="Contents",
        lines=(f"Each name leads to its sheet. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Sheet", width=18),
            GridColumn(label="What it holds", width=70),
            GridColumn(label="Rows", form="whole", width=10),
        ),
        rows=rows,
    )


def decisions(case: Case) -> Grid:
    """Every machine of the register that could be taken up, with what the plan does and why."""
    frame = case.schedule
    is_kept = frame[ACTION] == KEEP
    columns = [cells_of(frame[column]) for column, *_ in _DECISION_COLUMNS]
    starts = [column for column, *_ in _DECISION_COLUMNS].index(START_YEAR)
    years = tuple(case.years)
    columns[starts] = [
        NOT_APPLICABLE if kept else _entry(cell, "input_year", years)
        for kept, cell in zip(is_kept, columns[starts], strict=True)
    ]
    actions = [column for column, *_ in _DECISION_COLUMNS].index(ACTION)
    columns[actions] = [
        cell if cell == KEEP else _entry(cell, "input_text", (str(cell), KEEP)) for cell in columns[actions]
    ]
    spent = [column for column, *_ in _DECISION_COLUMNS].index(CAPITAL_GBP)
    columns[spent] = [
        cell
        if kept
        else Formula(text=f"=SUMIFS(Cash_capital,Cash_line,{line})", value=cell if isinstance(cell, int | float) else 0)
        for line, (kept, cell) in enumerate(zip(is_kept, columns[spent], strict=True), start=1)
    ]
    # The reason is last, where it may run on to the right of its cell.
    columns.insert(-1, list(range(1, len(frame) + 1)))
    shown = [
        GridColumn(label=column.label, form=form, width=width, name=name)
        for column, form, width, name in _DECISION_COLUMNS
    ]
    shown.insert(-1, GridColumn(label="Line", form="whole", width=8, name="Decisions_line"))
    return Grid(
        sheet="Decisions",
        title="Every machine, what the plan does with it, and why",
        lines=(f"{_DECISIONS_SAY} {ONE_TABLE}",),
        columns=tuple(shown),
        rows=tuple(zip(*columns, strict=True)),
    )


def _entry(cell: Cell, form: CellForm, choices: tuple[str | int, ...]) -> Styled:
    """A cell to type over."""
    value = int(cell) if isinstance(cell, float) else cell if isinstance(cell, str | int) else ""
    return Styled(value=value, form=form, choices=choices)


def baselines(case: Case) -> Grid:
    """What the simple methods would have done under the same money."""
    frame = case.scenario.plan.baselines
    ours = outcome(case.scenario)
    plan = ("The plan proposed", ours.capital_gbp, ours.machines, ours.benefit_gbp, "none")
    cells = [cells_of(frame[column]) for column in (METHOD, CAPITAL_GBP, ASSET_COUNT, BENEFIT_GBP)]
    broken = ["none" if value == "not stated" else value for value in map(text, frame[RULES_BROKEN])]
    return Grid(
        sheet="Baselines",
        title="The plan beside simple methods",
        lines=(f"Each has the same money; a method may break other rules. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Method", width=34),
            GridColumn(label="Capital (£)", form="pounds"),
            GridColumn(label="Machines", form="whole"),
            GridColumn(label="Net present benefit (£)", form="pounds", width=18),
            GridColumn(label="Rules broken", width=50),
        ),
        rows=(plan, *zip(*cells, broken, strict=True)),
    )


def audit(case: Case) -> Grid:
    """Every rule added up again, one row a limit."""
    frame = case.scenario.plan.audit
    kept = ["yes" if value else "no" for value in frame[KEPT].astype(bool)]
    cells = [cells_of(frame[column]) for column in (RULE, SCOPE, LIMIT, VALUE)]
    rows = tuple(zip(*cells, kept, strict=True)) or (("no rule binds", NOT_APPLICABLE, 0, 0, "yes"),)
    return Grid(
        sheet="Audit",
        title="Every rule, added up again without the solver",
        lines=(f"Limits of money are in pounds, limits of delivery in machines. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Rule", width=26),
            GridColumn(label="For", width=40),
            GridColumn(label="Limit (£ or machines)", form="whole", width=18),
            GridColumn(label="Plan (£ or machines)", form="whole", width=18),
            GridColumn(label="Kept"),
        ),
        rows=rows,
    )


def assumptions(case: Case) -> Grid:
    """Every reference figure, with its source and status."""
    frame = case.scenario.policy.reference.assumptions
    order = ["table", "row", "name", "value", "unit", "status", "source"]
    shown = frame[order].astype(str).replace({"unit": {"": NOT_APPLICABLE}})
    rows = tuple(map(tuple, shown.to_numpy().tolist()))
    return Grid(
        sheet="Assumptions",
        title="Reference figures, with source and status",
        lines=(f"A register's own figures go before these. {ONE_TABLE}",),
        columns=(
            GridColumn(label="Table"),
            GridColumn(label="Row", width=22),
            GridColumn(label="Figure", width=26),
            GridColumn(label="Value", width=30),
            GridColumn(label="Unit", width=24),
            GridColumn(label="Status", width=12),
            GridColumn(label="Source", width=90),
        ),
        rows=rows,
    )
