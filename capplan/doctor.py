"""Whether capplan can work on this machine: each part that depends on it is tried, not only looked for."""

from collections.abc import Callable

import pandas as pd

from capplan.columns import Column

PART = Column("part", "Part", "text", "What was tried")
WORKS = Column("works", "Works", "flag", "Whether it worked")
SAID = Column("said", "What it said", "text", "Its version, or what went wrong and the mend")


def examine() -> pd.DataFrame:
    """Try the solver, the PDF engine, the fonts and the samples (columns `part, works, said`)."""
    return pd.DataFrame([_tried(name, attempt) for name, attempt in ATTEMPTS.items()], columns=[PART, WORKS, SAID])


def _tried(name: str, attempt: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return name, True, attempt()
    except Exception as error:
        return name, False, f"{type(error).__name__}: {error}. Install capplan again in a new environment."


def _python() -> str:
    import platform

    return f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"


def _solver() -> str:
    from capplan import columns as c
    from capplan.planning import allocate
    from capplan.policy.schema import Rules, Solver

    options = pd.DataFrame([("A|replace", "A", "replace", 2027, 1.0)], columns=list(c.OPTIONS_REQUIRED))
    cash = pd.DataFrame([("A|replace", 2027, 1)], columns=list(c.CASH))
    budget = pd.DataFrame([(2027, 1)], columns=list(c.BUDGET))
    report = allocate(options, cash, budget, Rules(), Solver()).report
    return f"{report.solver} {report.solver_version} solved a plan of one asset"


def _pdf() -> str:
    from importlib.metadata import version

    from capplan.reporting import render_pdf
    from capplan.reporting.content import test_page

    return f"Typst {version('typst')} made a page of {len(render_pdf(test_page())):,} bytes"


def _samples() -> str:
    from capplan.samples.shipped import sample_names

    return f"{len(sample_names())} sample files"


ATTEMPTS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "Solver": _solver,
    "PDF and fonts": _pdf,
    "Sample registers": _samples,
}
