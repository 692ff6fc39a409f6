"""`explain` and `why`: what a rule means; why an asset is in the plan, and where its values came from."""

import difflib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import give, give_bytes, give_table, give_text_table, progress
from capplan.cli.exploring import run_option, scenario_of, scenario_option, study_of
from capplan.cli.kinds import FinancialYear
from capplan.cli.options import FilePath, find_plan, format_option, plan_option, policy_of

if TYPE_CHECKING:
    import pandas as pd

    from capplan.planning import Why
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
    message, mend = rule.example
    lines = (
        f"{rule.code}  {rule.title}  ({rule.severity})",
        "",
        f"It says     {_of_an_example(rule.message)}{message}.",
        f"To mend it  {_of_an_example(rule.mend)}{mend}",
        f"It means    {rule.meaning}",
    )
    return "\n".join(lines)


def _of_an_example(sentence: str) -> str:
    return "(for example) " if ": {detail}" in sentence or "{column}" in sentence else ""


def _as_frame(rules: "list[Rule]") -> "pd.DataFrame":
    import pandas as pd

    names = ("code", "severity", "title", "message", "mend", "meaning")
    return pd.DataFrame([{name: str(getattr(rule, name)) for name in names} for rule in rules])


@click.command(short_help="Why an asset is in the plan or out of it, by solving again.")
@click.argument("asset")
@click.argument("files", nargs=-1, type=FilePath)
@run_option
@scenario_option
@click.option("--year", type=FinancialYear(), help="Solve with it in this financial year, as 2028/29 or 2028.")
@click.option("--data", is_flag=True, help="Where each value came from instead: its cell, and how it was read.")
@plan_option
@format_option("text", "json", "csv")
def why(
    asset: str,
    files: tuple[Path, ...],
    run_folder: Path | None,
    scenario: str | None,
    year: int | None,
    data: bool,
    plan_path: Path | None,
    output_format: str,
) -> None:
    """Say why ASSET is in a finished run's plan or out of it; then solve again with the other choice: what that
    costs, what leaves the plan and what comes in, and what would have to change to bring it in.

    With --data: where each value of ASSET came from in registers (FILES, else the plan file's).
    """
    if data:
        _give_provenance(asset, files, plan_path, output_format)
        return
    if files:
        raise click.UsageError("Registers are read with --data only; without it `why` asks a finished run.")
    from capplan import columns as c
    from capplan.model import Step
    from capplan.planning import why as asked_why
    from capplan.register import asset_named

    study = study_of(run_folder, plan_path)
    chosen = scenario_of(study, scenario)
    name = str(asset_named(study.register, asset)[c.ASSET_ID])
    with progress() as on_step:
        on_step(Step(stage="Solving again", done=0, total=1, detail=name))
        found = asked_why(chosen, name, year)
        on_step(Step(stage="Solving again", done=1, total=1))
    _give_why(found, chosen.title, output_format)


def _give_why(found: "Why", title: str, output_format: str) -> None:
    from capplan import columns as c
    from capplan import frames
    from capplan.planning import told

    sentences = told(found)
    exchange = None if found.wish is None else found.wish.exchange
    if output_format == "text":
        give(f"{title}\n" + "\n".join(sentences))
        if exchange is not None and len(exchange):
            give("\nBeside this plan:")
            give_text_table(exchange)
        if len(found.levers):
            give("\nWhat would have to be otherwise for it to come in, each alone:")
            give_text_table(found.levers)
    elif output_format == "csv":
        give_table(frames.empty(c.EXCHANGE) if exchange is None else exchange, output_format, command="why")
    else:
        give_bytes(frames.to_json(_why_as_json(found, title, sentences)))


def _why_as_json(found: "Why", title: str, sentences: "tuple[str, ...]") -> "dict[str, object]":
    import dataclasses

    from capplan import columns as c
    from capplan import frames

    decision = frames.to_records(found.decision.to_frame().T[[*c.DECISIONS, c.REASON_CODE]])[0]
    wish = found.wish
    return {
        "schema": "capplan/why/1",
        "scenario": title,
        **decision,
        "duty": found.duty,
        "objective": found.objective,
        "plan_gap": found.gap,
        "wish": wish and {"into": wish.into, "year": wish.year, "cannot_be": wish.cannot_be},
        "cost": wish and wish.cost and dataclasses.asdict(wish.cost),
        "exchange": frames.to_records(wish.exchange) if wish else [],
        "levers": frames.to_records(found.levers),
        "sentences": list(sentences),
    }


def _give_provenance(asset: str, files: tuple[Path, ...], plan_path: Path | None, output_format: str) -> None:
    from capplan import columns as c
    from capplan import pipeline
    from capplan.register import asset_named, provenance

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
