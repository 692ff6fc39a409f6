"""`explain` and `why`: what a rule means, and where an asset's values came from."""

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give, give_table, progress
from capplan.cli.options import FilePath, find_plan, format_option, plan_option, policy_of

if TYPE_CHECKING:
    import pandas as pd

    from capplan.register import Rule


@click.command(short_help="What a finding's code means, and how to mend it.")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Every code, in full.")
@format_option("text", "json", "csv")
def explain(code: str | None, every: bool, output_format: str) -> None:
    """Print the page of a rule, such as R003; without CODE, list every rule."""
    from capplan.register import RULES

    code = code and _in_full(code)
    if code is not None and code not in RULES:
        close = difflib.get_close_matches(code, RULES, n=3)
        hint = f" Did you mean {' or '.join(close)}?" if close else " `capplan explain` lists them."
        raise click.UsageError(f"No rule has the code {code!r}.{hint}")
    rules = list(RULES.values()) if code is None else [RULES[code]]
    if output_format != "text":
        give_table(_as_frame(rules), output_format, command="explain")
    elif code is None and not every:
        for rule in rules:
            give(f"{rule.code}  {rule.severity:<8} {rule.title}")
    else:
        give("\n\n".join(map(_page, rules)))


def _in_full(code: str) -> str:
    """A code as the rules have it.

    >>> _in_full("r3"), _in_full("R003")
    ('R003', 'R003')
    """
    letter, number = code[:1].upper(), code[1:]
    return f"{letter}{int(number):03}" if number.isdecimal() else code.upper()


def _page(rule: "Rule") -> str:
    words = {"column": "The column", "detail": "(the case)"}
    lines = (
        f"{rule.code}  {rule.title}  ({rule.severity})",
        "",
        f"It says     {rule.message.format_map(words)}.",
        f"To mend it  {rule.mend.format_map(words)}",
        f"It means    {rule.meaning}",
    )
    return "\n".join(lines)


def _as_frame(rules: "list[Rule]") -> "pd.DataFrame":
    import pandas as pd

    names = ("code", "severity", "title", "message", "mend", "meaning")
    return pd.DataFrame([{name: str(getattr(rule, name)) for name in names} for rule in rules])


@click.command(short_help="Where each value of an asset came from.")
@click.argument("asset")
@click.argument("files", nargs=-1, type=FilePath)
@click.option("--data", is_flag=True, help="Each value, its cell, and how it was read.")
@plan_option
@format_option("text", "json", "csv")
def why(asset: str, files: tuple[Path, ...], data: bool, plan_path: Path | None, output_format: str) -> None:
    """Print where each value of ASSET came from in registers (FILES, else the plan file's): the cell, what it
    holds, and the rule that read or assumed it."""
    from capplan import columns as c
    from capplan import pipeline
    from capplan.register import asset_named, provenance

    if not data:
        raise click.UsageError("Say --data for where its values came from.")
    plan_file = find_plan(plan_path)
    policy = policy_of(plan_file)
    base = Path.cwd() if plan_file is None else plan_file.folder
    with progress() as on_step:
        register = pipeline.read(files, plan_file, policy, on_step)
    found = asset_named(register, asset)
    paths = files or pipeline.register_files(policy, base)
    table = provenance(found, register, paths, policy, base=base)
    source = {"asset": found[c.ASSET_ID], "file": found[c.SOURCE_FILE], "row": int(found[c.SOURCE_ROW])}
    if output_format == "text":
        sheet = f", {found[c.SOURCE_SHEET]}" if found[c.SOURCE_SHEET] else ""
        give(f"{source['asset']}: {source['file']}{sheet}, row {source['row']}")
        table = table.drop(columns=c.SHEET)
    give_table(table, output_format, command="why", beside=source)
