"""What `check` says of registers, and the copies of them that it writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capplan.cli.console import give

if TYPE_CHECKING:
    import pandas as pd

    from capplan.model import Register
    from capplan.policy import Policy
    from capplan.reference import Reference

COPIES_FOLDER = Path("outputs") / "check"
_KINDS_SHOWN = 15
_WIDEST_MESSAGE = 62
_NAMED_COPIES = 5
_HOW = {
    "patched": "",
    "rewritten": " (its make-up did not allow marks beside everything else, so it was loaded and saved again: "
    "formulas show their values once Excel has opened it)",
    "fresh": " (a new workbook with the values of yours)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Registers, how good each is (columns `QUALITY`), and what is left out of the plan (`LEFT_OUT`)."""

    register: "Register"
    quality: "pd.DataFrame"
    left_out: "pd.DataFrame"
    reference: "Reference"

    def quality_of(self, name: str) -> "tuple[Mapping[Any, Any], Mapping[Any, Any]]":
        """The two rows of a file's quality: by assets, and by replacement cost."""
        from capplan import columns as c

        by_assets, by_cost = self.quality[self.quality[c.FILE] == name].to_dict("records")
        return by_assets, by_cost

    def findings_of(self, name: str) -> "pd.DataFrame":
        """The findings of one file."""
        from capplan import columns as c

        return self.register.findings[self.register.findings[c.FILE] == name]

    def beside(self) -> dict[str, Any]:
        """What is said beside the findings, as plain data."""
        from capplan import frames

        return {"quality": frames.to_records(self.quality), "left_out": frames.to_records(self.left_out)}


def checked(register: "Register", policy: "Policy") -> Checked:
    """A register with its quality and with what it leaves out."""
    from capplan.register import left_out, quality

    return Checked(
        register=register,
        quality=quality(register, policy),
        left_out=left_out(register, policy),
        reference=policy.reference,
    )


def give_checked(told: Checked) -> None:
    """Say on stdout how good each register is, what was found in it, and what is left out of the plan."""
    from capplan import columns as c

    findings = told.register.findings
    for file in told.register.files:
        give("\n".join(_lines_of(told, file.name)))
    for line in _totals(told):
        give(line)
    errors = findings[findings[c.SEVERITY] == "error"]
    first = (errors if len(errors) else findings)[c.CODE]
    if len(first):
        give(
            f"`capplan explain {first.iloc[0]}` says how to mend it; "
            f"--findings FILE writes all {len(findings):,} findings."
        )


def _lines_of(told: Checked, name: str) -> Iterator[str]:
    from capplan import columns as c
    from capplan.register import grouped, quality_sentence

    findings = told.findings_of(name)
    by_assets, by_cost = told.quality_of(name)
    holds = f"{by_assets[c.ASSET_COUNT]:,} assets, {pounds(by_assets[c.KNOWN_COST_GBP])}"
    yield f"Register  {name}  ({holds})  quality {by_assets[c.QUALITY_SCORE]:.0f} / 100"
    yield f"  {quality_sentence(by_assets, by_cost, told.reference)}"
    if findings.empty:
        yield "  No findings."
    kinds = grouped(findings)
    for row in kinds.head(_KINDS_SHOWN).to_dict("records"):
        at = row[c.FIRST_AT].removeprefix(f"{name}, ")
        message = row[c.MESSAGE]
        times = f"{row[c.FINDING_COUNT]:,} {'time' if row[c.FINDING_COUNT] == 1 else 'times'}"
        yield f"  {row[c.SEVERITY]:<8} {row[c.CODE]}  {message:<{_WIDEST_MESSAGE}}  {times:>11}   first: {at}"
    if len(kinds) > _KINDS_SHOWN:
        yield f"  ... and {len(kinds) - _KINDS_SHOWN} more kinds of finding."


def _totals(told: Checked) -> Iterator[str]:
    from capplan import columns as c
    from capplan.register import ALL_FILES, quality_sentence

    if len(told.register.files) > 1:
        by_assets, by_cost = told.quality_of(ALL_FILES)
        holds = f"{by_assets[c.ASSET_COUNT]:,} assets, {pounds(by_assets[c.KNOWN_COST_GBP])}"
        yield f"{ALL_FILES}  ({holds})  quality {by_assets[c.QUALITY_SCORE]:.0f} / 100"
        yield f"  {quality_sentence(by_assets, by_cost, told.reference)}"
    out, count = told.left_out, len(told.register.assets)
    if len(out):
        costs = out[c.KNOWN_COST_GBP]
        unpriced = f", {int(costs.isna().sum()):,} without one" if costs.isna().any() else ""
        reasons = ", ".join(f"{number:,} {reason}" for reason, number in out[c.REASON].value_counts().items())
        yield (
            f"{len(out):,} of {count:,} assets will be left out of the plan ({reasons}): "
            f"{len(out) / count:.1%} of assets, {pounds(int(costs.sum()))} of known cost{unpriced}."
        )


def pounds(amount: int) -> str:
    """An amount as people say it.

    >>> pounds(61_300_000), pounds(900_000), pounds(950), pounds(1_553_918_000)
    ('£61.3m', '£900k', '£950', '£1,553.9m')
    """
    if amount >= 1_000_000:
        return f"£{amount / 1_000_000:,.1f}m"
    return f"£{amount / 1_000:,.0f}k" if amount >= 1_000 else f"£{amount:,}"


def write_copies(told: Checked, paths: Mapping[str, Path], folder: Path) -> Iterator[str]:
    """Write an annotated copy of each register that has findings; say where each is, and how it was made.

    No file is replaced but an earlier copy that nobody has worked in.
    """
    from capplan import columns as c
    from capplan.outputs import write_numbered
    from capplan.register import annotated, is_untouched, quality_sentence, read_contents

    plainly = 0
    taken: set[Path] = set()
    for name, path in paths.items():
        findings = told.findings_of(name)
        if findings.empty:
            continue
        by_assets, by_cost = told.quality_of(name)
        said = quality_sentence(by_assets, by_cost, told.reference)
        headline = f"Data quality {by_assets[c.QUALITY_SCORE]:.0f} of 100. {said}"
        copy = annotated(read_contents(path, name), findings, headline)
        # facts.xls and facts.ods both come back as workbooks: each keeps its own ending in its name.
        stem = path.stem if path.suffix.lower() == copy.suffix else path.name
        name_of_copy = f"{stem} (checked){copy.suffix}"
        written = write_numbered(folder, name_of_copy, copy.data, is_own=is_untouched, taken=taken)
        taken.add(written)
        if copy.how == "patched" and len(paths) > _NAMED_COPIES:
            plainly += 1
        else:
            yield f"Wrote {written}{_HOW[copy.how]}"
    if plainly:
        yield f"Wrote {plainly:,} workbooks with their findings marked to {folder}"
