"""`columns` and `doctor`: what capplan knows, and whether it can work here."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give_table
from capplan.cli.exits import NO_SOLVER, OK
from capplan.cli.options import find_plan, format_option, plan_option, policy_of

if TYPE_CHECKING:
    import pandas as pd

    from capplan.reference import Reference


@click.command(short_help="List every column of a register: unit, meaning, headings.")
@click.option("--classes", "of_classes", is_flag=True, help="Instead: the classes, with the words read as each.")
@plan_option
@format_option("text", "json", "csv")
def columns(of_classes: bool, plan_path: Path | None, output_format: str) -> None:
    """List the columns of the canonical asset, with the headings that are read as each; or the classes of equipment,
    those of the plan file among them."""
    import pandas as pd

    from capplan.columns import ASSETS

    if of_classes:
        give_table(_classes(policy_of(find_plan(plan_path)).reference), output_format, command="columns")
        return
    rows = [
        {
            "column": str(column),
            "title": column.heading,
            "kind": column.kind,
            "unit": column.unit,
            "meaning": column.meaning,
            "choices": ", ".join(column.choices),
            "headings": ", ".join(column.aliases),
        }
        for column in ASSETS
    ]
    give_table(pd.DataFrame(rows), output_format, command="columns")


def _classes(reference: "Reference") -> "pd.DataFrame":
    """One row a class: its key, its title and the words that registers may call it by."""
    import pandas as pd

    titles = reference.classes["title"]
    words = {key: [alias for alias, known in reference.class_aliases.items() if known == key] for key in titles.index}
    rows = [{"class": key, "title": title, "words": ", ".join(words[key])} for key, title in titles.items()]
    return pd.DataFrame(rows)


@click.command(short_help="Check that capplan can solve and print here.")
@format_option("text", "json", "csv")
def doctor(output_format: str) -> int:
    """Try each part that depends on this machine (solver, PDF, fonts, samples) and say how it went.

    Exits with 3 if any of them fails.
    """
    from capplan import doctor

    results = doctor.examine()
    give_table(results, output_format, command="doctor")
    return OK if results["works"].all() else NO_SOLVER
