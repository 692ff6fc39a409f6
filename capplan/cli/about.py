"""`columns` and `doctor`: what capplan knows, and whether it can work here."""

import click

from capplan.cli.console import give_table
from capplan.cli.exits import NO_SOLVER, OK
from capplan.cli.options import format_option


@click.command(short_help="List every column of a register: unit, meaning, headings.")
@format_option("text", "json", "csv")
def columns(output_format: str) -> None:
    """List the columns of the canonical asset, with the headings that are read as each."""
    import pandas as pd

    from capplan.columns import ASSETS

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
