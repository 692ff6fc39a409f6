"""What a run folder holds: a study as files, and the study that those files give back.

manifest.json  assets.csv  scores.csv  assumptions.csv  findings.json
<scenario>/    decisions.csv  summary.json  and the frames behind them
<scenario>/    board.html  board.pdf  networks/  finance.xlsx     (written by `write_papers`)
"""

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from capplan import columns as c
from capplan import frames
from capplan.errors import InputError, Problem
from capplan.model import Plan, Register, Scenario, SolveReport, SourceFile, Step, Study, WithoutPlan
from capplan.outputs import is_finished, open_run_folder, read_manifest, reopen_run_folder, sha256, versions
from capplan.policy import PlanFile, Policy, assumptions_log
from capplan.policy.mappings import mapping_paths

OUTPUTS = "outputs"
BEHIND = (c.ASSET_ID, c.OPTION_ID, c.BENEFIT_GBP, c.REASON_CODE)
PROOF = tuple(field.name for field in dataclasses.fields(SolveReport) if field.name != "runtime_s")


def manifest_of(study: Study, plan_file: PlanFile) -> dict[str, Any]:
    """What made this run: inputs and their hashes, versions, and each scenario's resolved policy."""
    beside = {
        name: sha256((plan_file.folder / name).read_bytes())
        for scenario in study.scenarios
        for name in _network_files(scenario.policy)
    }
    mappings = mapping_paths(study.recommended.policy, plan_file.folder)
    return {
        "plan_file": {"name": plan_file.path.name, "sha256": sha256(plan_file.path.read_bytes())},
        "inputs": [dataclasses.asdict(source) for source in study.register.files],
        "network_files": dict(sorted(beside.items())),
        "mapping_files": {name: sha256(path.read_bytes()) for name, path in mappings.items()},
        "versions": versions(),
        "without_plan": [dataclasses.asdict(one) for one in study.without_plan],
        "scenarios": {
            scenario.name: scenario.policy.model_dump(mode="json", by_alias=True) for scenario in study.scenarios
        },
    }


def _network_files(policy: Policy) -> tuple[str, ...]:
    merge = policy.networks.merge
    return tuple(name for name in (policy.networks.file, merge and merge.file) if name)


def default_folder(plan_file: PlanFile, study: Study) -> Path:
    """Where a run goes if nobody says: named by its date and by a hash of all that made it, so that the
    same inputs come to the same folder."""
    made_by = sha256(frames.to_json(manifest_of(study, plan_file)))
    return plan_file.folder / OUTPUTS / f"{study.recommended.policy.plan.as_at.isoformat()}-{made_by[:8]}"


def latest(folder: Path) -> Path:
    """The run folder under `folder`/outputs that was finished last.

    Raises InputError where there is none.
    """
    manifests = sorted(
        (path for path in (folder / OUTPUTS).glob("*/manifest.json") if is_finished(path.parent)),
        key=lambda path: (path.stat().st_mtime, path),
    )
    if not manifests:
        raise InputError(
            Problem(
                where=str(folder / OUTPUTS),
                what="no finished run",
                mend="Make one with `capplan run`, or name its folder.",
            )
        )
    return manifests[-1].parent


def save(study: Study, path: Path, plan_file: PlanFile) -> Path:
    """Write a study to a run folder."""
    with open_run_folder(path).filled(manifest_of(study, plan_file)) as folder:
        folder.write("assets.csv", frames.to_csv(study.register.assets))
        folder.write("findings.json", frames.to_json(frames.to_records(study.register.findings)))
        folder.write("scores.csv", frames.to_csv(study.recommended.scores))
        folder.write("assumptions.csv", frames.to_csv(assumptions_log(study.recommended.policy)))
        for scenario in study.scenarios:
            for name, data in _scenario_files(scenario).items():
                folder.write(f"{scenario.name}/{name}", data)
    return path


def _scenario_files(scenario: Scenario) -> dict[str, bytes]:
    plan = scenario.plan
    tables = {
        "decisions": plan.decisions[list(c.DECISIONS)],
        "decisions_behind": plan.decisions[list(BEHIND)],
        "networks": scenario.assets[[c.ASSET_ID, c.NETWORK]],
        "scores": scenario.scores,
        "options": scenario.options,
        "budget": scenario.budget,
        "outlook": scenario.outlook,
        "cash": plan.cash,
        "audit": plan.audit,
        "baselines": plan.baselines,
        "prices": plan.prices,
    }
    files = {f"{name}.csv": frames.to_csv(table) for name, table in tables.items()}
    return files | {"summary.json": frames.to_json(summary(scenario))}


def summary(scenario: Scenario) -> dict[str, Any]:
    """A scenario in a few numbers: capital by year, value and its proof, and the simple methods."""
    plan = scenario.plan
    spent = plan.cash.groupby(c.YEAR)[c.CAPITAL_GBP].sum()
    by_year = scenario.budget.assign(**{c.CAPITAL_GBP: scenario.budget[c.YEAR].map(spent).fillna(0).astype("int64")})
    proof = dataclasses.asdict(plan.report)
    return {
        "schema": "capplan/summary/1",
        "scenario": scenario.name,
        "title": scenario.title,
        "capital_by_year": frames.to_records(by_year),
        "capital_gbp": int(plan.decisions[c.CAPITAL_GBP].sum()),
        "assets_treated": int(plan.decisions[c.START_YEAR].notna().sum()),
        **{name: proof[name] for name in PROOF},
        "outlook": frames.to_records(scenario.outlook),
        "baselines": frames.to_records(plan.baselines),
    }


def load(path: Path) -> Study:
    """The study that a run folder holds.

    Raises InputError where the folder is not a run, or lacks one of its files.
    """
    manifest = read_manifest(path)
    try:
        register = Register(
            assets=frames.from_csv(path / "assets.csv"),
            findings=_findings(path / "findings.json"),
            files=tuple(SourceFile(**source) for source in manifest["inputs"]),
        )
        scenarios = tuple(
            _load_scenario(path / name, name, Policy.model_validate(policy), register.assets)
            for name, policy in manifest["scenarios"].items()
        )
    except FileNotFoundError as error:
        raise InputError(
            Problem(where=str(error.filename), what="missing from the run folder", mend="Run `capplan run` again.")
        ) from None
    without_plan = tuple(WithoutPlan(**one) for one in manifest.get("without_plan", ()))
    return Study(register=register, scenarios=scenarios, without_plan=without_plan)


def _findings(path: Path) -> pd.DataFrame:
    records = json.loads(path.read_text(encoding="utf-8"))
    return pd.DataFrame(records, columns=list(c.FINDINGS), dtype="str") if records else frames.empty(c.FINDINGS)


def _load_scenario(folder: Path, name: str, policy: Policy, assets: pd.DataFrame) -> Scenario:
    tables = {path.stem: frames.from_csv(path) for path in sorted(folder.glob("*.csv"))}
    proof: Mapping[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    networks = assets[[c.ASSET_ID]].merge(tables["networks"], on=c.ASSET_ID, how="left", validate="one_to_one")
    plan = Plan(
        decisions=tables["decisions"].merge(tables["decisions_behind"], on=c.ASSET_ID, validate="one_to_one"),
        cash=tables["cash"],
        audit=tables["audit"],
        baselines=tables["baselines"],
        prices=tables["prices"],
        report=SolveReport(**{field: proof[field] for field in PROOF}, runtime_s=0.0),
    )
    return Scenario(
        name=name,
        policy=policy,
        assets=assets.assign(**{c.NETWORK: networks[c.NETWORK].to_numpy()}),
        scores=tables["scores"],
        options=tables["options"],
        budget=tables["budget"],
        outlook=tables["outlook"],
        plan=plan,
    )


def write_papers(path: Path, study: Study, formats: Sequence[str], on_step: Callable[[Step], None]) -> list[Path]:
    """Write the papers of every scenario of a study into its run folder; returns what was written."""
    from capplan.reporting import papers_of

    folder, manifest = reopen_run_folder(path)
    jobs = [
        (scenario.name, paper)
        for scenario in study.scenarios
        for paper in papers_of(study.recommending(scenario), formats)
    ]
    written = []
    with folder.filled(manifest):
        for number, (scenario, paper) in enumerate(jobs):
            on_step(Step(stage="Writing papers", done=number, total=len(jobs), detail=f"{scenario}: {paper.file_name}"))
            written.append(folder.write(f"{scenario}/{paper.file_name}", paper.render()))
    on_step(Step(stage="Writing papers", done=len(jobs), total=len(jobs)))
    return written
