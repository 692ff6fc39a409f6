"""What `check` says of registers, and the copies of them that it writes."""

from collections.abc import Iterator, Mapping, Sequence
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
KINDS_SHOWN = 15
_WIDEST_MESSAGE = 62
_NAMED_COPIES, _NAMED_CELLS = 5, 6
_HOW = {
    "patched": "",
    "rewritten": " (its make-up did not allow marks beside everything else, so it was loaded and saved again: "
    "formulas show their values once Excel has opened it)",
    "fresh": " (a new workbook with the values of yours)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Registers, how good each is (columns `QUALITY`), what is left out of the plan (`LEFT_OUT`), and by file the
    share of the fields that scoring asks for that its assets give, 0 to 1."""

    register: "Register"
    quality: "pd.DataFrame"
    left_out: "pd.DataFrame"
    given_ratios: Mapping[str, float]
    reference: "Reference"

    def quality_of(self, name: str) -> "tuple[Mapping[Any, Any], Mapping[Any, Any]]":
        """The two rows of a file's quality: by assets, and by replacement cost."""
        from capplan import columns as c

        by_assets, by_cost = self.quality[self.quality[c.FILE] == name].to_dict("records")
        return by_assets, by_cost

    def sentence_of(self, name: str) -> str:
        """What a file's quality allows, in words."""
        from capplan.register import quality_sentence

        return quality_sentence(*self.quality_of(name), self.given_ratios[name], self.reference)

    def findings_of(self, name: str) -> "pd.DataFrame":
        """The findings of one file."""
        from capplan import columns as c

        return self.register.findings[self.register.findings[c.FILE] == name]

    def beside(self) -> dict[str, Any]:
        """What is said beside the findings, as plain data."""
        from capplan import frames

        return {
            "quality": frames.to_records(self.quality),
            "left_out": frames.to_records(self.left_out),
            "given_ratios": dict(self.given_ratios),
        }


def checked(register: "Register", policy: "Policy") -> Checked:
    """A register with its quality and with what it leaves out."""
    from capplan.register import left_out, quality

    return Checked(
        register=register,
        quality=quality(register, policy),
        left_out=left_out(register, policy),
        given_ratios=_given_ratios(register, policy),
        reference=policy.reference,
    )


def _given_ratios(register: "Register", policy: "Policy") -> dict[str, float]:
    """The mean share of what scoring asks for that the assets of each file give, and those of all files."""
    from capplan import columns as c
    from capplan import pipeline
    from capplan.register import ALL_FILES

    scores = pipeline.score_register(register, policy)
    given = register.assets.merge(scores, on=c.ASSET_ID, validate="one_to_one")
    means = given.groupby(c.SOURCE_FILE)[c.COMPLETENESS_RATIO].mean()
    ratios = {file.name: float(means.get(file.name, 0.0)) for file in register.files}
    return {**ratios, ALL_FILES: float(given[c.COMPLETENESS_RATIO].mean()) if len(given) else 0.0}


def give_checked(told: Checked, kinds_shown: int | None = KINDS_SHOWN) -> None:
    """Say on stdout how good each register is, what was found in it (at most `kinds_shown` kinds of finding a file),
    and what is left out of the plan."""
    from capplan import columns as c
    from capplan.register import ALL_FILES

    files = [file.name for file in told.register.files]
    found = {name: _kinds_in(told, name) for name in dict.fromkeys((*files, *told.register.findings[c.FILE]))}
    for name, kinds in found.items():
        lines = _about(told, name) if name in files else (f"Beside the registers  {name}",)
        give("\n".join((*lines, *_lines_of(kinds, name, kinds_shown), *_hidden_of(told, name))))
    if len(files) > 1:
        give("\n".join(_about(told, ALL_FILES)))
    for line in _left_out(told):
        give(line)
    listed = [kind for kinds in found.values() for kind in kinds]
    if listed:
        first = next((kind for kind in listed if kind[c.SEVERITY] == "error"), listed[0])
        count = len(told.register.findings)
        give(f"`capplan explain {first[c.CODE]}` says how to mend it; --findings FILE writes all {count:,} findings.")


def _about(told: Checked, name: str) -> Iterator[str]:
    from capplan import columns as c
    from capplan.register import ALL_FILES

    by_assets, _ = told.quality_of(name)
    holds = f"{by_assets[c.ASSET_COUNT]:,} assets, {pounds(by_assets[c.KNOWN_COST_GBP])}"
    called = name if name == ALL_FILES else f"Register  {name}"
    yield f"{called}  ({holds})  quality {by_assets[c.QUALITY_SCORE]:.0f} / 100"
    yield f"  {told.sentence_of(name)}"
    if name != ALL_FILES and told.findings_of(name).empty:
        yield "  No findings."


def _kinds_in(told: Checked, name: str) -> list[dict[Any, Any]]:
    from capplan.register import grouped

    return grouped(told.findings_of(name)).to_dict("records")


def _lines_of(kinds: Sequence[Mapping[Any, Any]], name: str, kinds_shown: int | None) -> Iterator[str]:
    from capplan import columns as c

    for row in kinds[:kinds_shown]:
        at = row[c.FIRST_AT].removeprefix(f"{name}, ")
        message = row[c.MESSAGE]
        times = f"{row[c.FINDING_COUNT]:,} {'time' if row[c.FINDING_COUNT] == 1 else 'times'}"
        yield f"  {row[c.SEVERITY]:<8} {row[c.CODE]}  {message:<{_WIDEST_MESSAGE}}  {times:>11}   first: {at}"
    if more := len(kinds[kinds_shown:]) if kinds_shown is not None else 0:
        yield f"  ... and {more} more {'kind' if more == 1 else 'kinds'} of finding: --all shows every kind."


def _hidden_of(told: Checked, name: str) -> Iterator[str]:
    """Which findings of a file stand where nobody sees their marks."""
    from capplan import columns as c
    from capplan.register import are_hidden

    findings = told.findings_of(name)
    hidden = findings[are_hidden(findings)]
    places = zip(hidden[c.SHEET], hidden[c.CELL], strict=True)
    cells = list(dict.fromkeys(f"{sheet}!{cell}" if sheet else cell for sheet, cell in places))
    if cells:
        stands = "1 finding stands" if len(hidden) == 1 else f"{len(hidden):,} findings stand"
        more = f" and {len(cells) - _NAMED_CELLS:,} more cells" if len(cells) > _NAMED_CELLS else ""
        named = ", ".join(cells[:_NAMED_CELLS])
        yield f"  {stands} in hidden rows or columns, where no mark is seen: {named}{more}."


def _left_out(told: Checked) -> Iterator[str]:
    from capplan import columns as c

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
    from capplan.register import annotated, is_untouched, read_contents

    plainly = 0
    taken: set[Path] = set()
    for name, path in paths.items():
        findings = told.findings_of(name)
        if findings.empty:
            continue
        by_assets, _ = told.quality_of(name)
        headline = f"Data quality {by_assets[c.QUALITY_SCORE]:.0f} of 100. {told.sentence_of(name)}"
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
