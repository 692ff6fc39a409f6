"""`init`: a project folder of one's own, with what a person says of each register."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import Manner, give, say, tell
from capplan.cli.exits import FOUND, OK, show
from capplan.cli.kinds import Date
from capplan.cli.options import FilePath
from capplan.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from capplan.policy import Policy
    from capplan.register.mapping import RegisterMapping
    from capplan.register.questions import Question

_PASS_OVER_REST = "x"


@click.command(short_help="Make a project folder of your own: plan file, registers, mappings.")
@click.argument("folder", metavar="DIR", type=FilePath)
@click.option("--from", "given", multiple=True, type=FilePath, metavar="FILE...", help="Registers to copy and learn.")
@click.argument("more", nargs=-1, type=FilePath, metavar="")
@click.option("--as-at", type=Date(), help="The date at which to take ages. Default: today.")
@click.option("--no-input", is_flag=True, help="Never ask; report instead.")
@click.pass_obj
def init(
    manner: Manner, folder: Path, given: tuple[Path, ...], more: tuple[Path, ...], as_at: dt.date | None, no_input: bool
) -> int:
    """Make a project in DIR: a plan file to fill in, copies of the registers (read-only), and a mapping for
    each register that is new, after asking about what it does not say.

    Every question may be passed over with Enter, and the rest of a register's with x. Nothing that is there
    already is overwritten. A register that cannot be read is told of and left out; the exit code is then 1.
    """
    from capplan.projects import MAPPINGS, REGISTERS, Project, make_project, register_copies, starter_plan

    if more and not given:
        raise click.UsageError(f"Put --from before the registers: capplan init {folder} --from {more[0]}")
    registers = (*given, *more)
    day = as_at or dt.date.today()
    copies = dict(register_copies(registers))
    may_ask = manner.may_ask and not no_input
    if may_ask and registers:
        say("Enter passes a question over; x passes over all that are left for the register.")
    mappings, refused = _learnt(registers, folder, day, _Dialogue if may_ask else lambda: _reported)
    if refused and len(refused) == len(registers):
        raise InputError([problem for error in refused.values() for problem in error.problems])
    for path in refused:
        del copies[path.name]
    project = Project(folder=folder, plan=starter_plan(day), registers=copies, mappings=mappings)
    for path in make_project(project):
        give(str(path))
    plan = folder / "capplan.toml"
    if not registers:
        tell(f"Put your registers in {folder / REGISTERS}; `capplan template` makes an empty one to fill in.")
    _tell_of_unused_mappings(plan, MAPPINGS)
    tell(f"What was said of the registers is in {folder / MAPPINGS}; change it in any text editor.")
    named = f'"{plan}"' if " " in str(plan) else str(plan)
    tell(f"Next: capplan check --plan {named}; then fill in the budget there, and capplan run --plan {named}")
    for path, error in refused.items():
        say(f"Left out of the project: {path.name}")
        show(error)
    return FOUND if refused else OK


def _tell_of_unused_mappings(plan: Path, mappings: str) -> None:
    """Say so where the plan file, one's own, does not read what is in the folder of mappings."""
    from capplan.policy import load_plan_file, load_policy

    sources = load_policy(load_plan_file(plan)).register_sources
    if all((source.mapping or "").rstrip("/") != mappings for source in sources):
        say(f'The plan file does not use the mappings: add mapping = "{mappings}/" to [[register]] in {plan}.')


def _learnt(
    registers: tuple[Path, ...],
    folder: Path,
    as_at: dt.date,
    dialogue: "Callable[[], Callable[[Question, RegisterMapping], RegisterMapping]]",
) -> "tuple[dict[str, bytes], dict[Path, InputError]]":
    """The text of a mapping file for each register that has none yet, by name; and the registers that cannot be
    read, with why."""
    from capplan.register.learning import learn
    from capplan.register.mapping_files import file_name, mapping_text, read_mappings

    policy = _policy(folder, as_at)
    known = list(read_mappings(policy, base=folder))
    taken = {path.name for path in (folder / "mappings").glob("*.toml")}
    texts: dict[str, bytes] = {}
    refused: dict[Path, InputError] = {}
    for path in registers:
        tell(f"Reading {path.name}")
        try:
            learnt = learn(path, policy, known, dialogue(), base=folder)
        except InputError as error:
            refused[path] = error
            continue
        for mapping in learnt:
            known.append(mapping)
            name = file_name(mapping, path.stem, taken | texts.keys())
            texts[name] = mapping_text(mapping).encode()
    return texts, refused


def _policy(folder: Path, as_at: dt.date) -> "Policy":
    """The policy of the project that is there already, else every default."""
    from capplan.policy import default_policy, load_plan_file, load_policy

    plan = folder / "capplan.toml"
    return load_policy(load_plan_file(plan)) if plan.exists() else default_policy(as_at=as_at)


class _Dialogue:
    """Asks each question of one register until its answer is understood, or the rest is passed over."""

    def __init__(self) -> None:
        self._is_over = False

    def __call__(self, question: "Question", mapping: "RegisterMapping") -> "RegisterMapping":
        if self._is_over:
            return question.settled(mapping, "")
        say("")
        say(f"{question.where}: {question.text}")
        while True:
            answer = click.prompt(f"  [{question.offers}]", default="", show_default=False, err=True)
            if answer.strip().casefold() == _PASS_OVER_REST:
                self._is_over = True
                return question.settled(mapping, "")
            try:
                return question.settled(mapping, answer)
            except ValueError as error:
                say(f"  {error}")


def _reported(question: "Question", mapping: "RegisterMapping") -> "RegisterMapping":
    """What is not asked is reported, and taken as an empty answer."""
    tell(f"{question.where}: {question.text} Not asked: left as it is.")
    return question.settled(mapping, "")
