"""What a run folder holds: a study as files, and the study that those files give back.

manifest.json  assets.csv  scores.csv  assumptions.csv  findings.json
<scenario>/    decisions.csv  summary.json  and the frames behind them
<scenario>/    board.html  board.pdf  networks/  finance.xlsx     (written by `write_papers`)
"""

import dataclasses
import json
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from capplan import columns as c
from capplan import frames
from capplan.errors import InputError, Problem
from capplan.model import Estate, Plan, Register, Scenario, SolveReport, SourceFile, Step, Study, WithoutPlan
from capplan.outputs import (
    MANIFEST,
    RUN_AGAIN,
    inside,
    is_finished,
    open_run_folder,
    read_manifest,
    reading,
    reopen_run_folder,
    sha256,
    versions,
)
from capplan.policy import PlanFile, Policy, assumptions_log
from capplan.policy.load import PLAN_FILE_NAME, SCENARIO_NAME
from capplan.policy.mappings import mapping_paths

OUTPUTS = "outputs"
ESTATE = ("estate", "members", "approved")
_MOST_SETTINGS = 5
BEHIND = (c.ASSET_ID, c.OPTION_ID, c.BENEFIT_GBP, c.REASON_CODE, c.MISSING_DATA)
READ = ("plan_file", "inputs", "network_files", "mapping_files", "approved_plans")
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
        "approved_plans": {
            scenario.name: sha256(frames.to_csv(scenario.estate.approved))
            for scenario in study.scenarios
            if scenario.estate is not None and len(scenario.estate.approved)
        },
        **({"given": json.loads(json.dumps(plan_file.given, default=str))} if plan_file.given else {}),
        "versions": versions(),
        "without_plan": [dataclasses.asdict(one) for one in study.without_plan],
        "scenarios": {
            scenario.name: scenario.policy.model_dump(mode="json", by_alias=True) for scenario in study.scenarios
        },
    }


def input_hash(manifest: Mapping[str, Any]) -> str:
    """A SHA-256 over the plan file and every file that was read, from what a run's manifest says of them."""
    return sha256(frames.to_json({name: manifest.get(name) for name in READ}))


def _network_files(policy: Policy) -> tuple[str, ...]:
    merge = policy.networks.merge
    return tuple(name for name in (policy.networks.file, merge and merge.file, policy.networks.figures) if name)


def default_folder(plan_file: PlanFile, study: Study) -> Path:
    """Where a run goes if nobody says: named by its date and by a hash of all that made it, so that the
    same inputs come to the same folder."""
    name = f"{study.recommended.policy.plan.as_at.isoformat()}-{run_hash(manifest_of(study, plan_file))}"
    return plan_file.folder / OUTPUTS / name


def run_hash(made_by: Mapping[str, Any]) -> str:
    """Eight characters that stand for all that made a run: they end its folder's name and are on its papers."""
    return sha256(frames.to_json(dict(made_by)))[:8]


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
    manifest = manifest_of(study, plan_file)
    with open_run_folder(path).filled(manifest) as folder:
        folder.write("assets.csv", frames.to_csv(study.register.assets))
        folder.write("findings.json", frames.to_json(frames.to_records(study.register.findings)))
        folder.write("scores.csv", frames.to_csv(study.recommended.scores))
        folder.write("assumptions.csv", frames.to_csv(assumptions_log(study.recommended.policy)))
        for scenario in study.scenarios:
            for name, data in _scenario_files(scenario, manifest).items():
                folder.write(f"{scenario.name}/{name}", data)
    return path


def _scenario_files(scenario: Scenario, manifest: Mapping[str, Any]) -> dict[str, bytes]:
    plan, estate = scenario.plan, scenario.estate
    tables: dict[str, pd.DataFrame | None] = {
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
        "effects": plan.effects,
        "rule_prices": plan.rule_prices,
        "frontier": plan.frontier,
        "option_cash": scenario.option_cash,
        "estate": None if estate is None else estate.assets,
        "members": None if estate is None else estate.members,
        "approved": None if estate is None else estate.approved,
    }
    files = {f"{name}.csv": frames.to_csv(table) for name, table in tables.items() if table is not None}
    return files | {"summary.json": frames.to_json(summary(scenario, manifest))}


def summary(scenario: Scenario, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario in a few numbers: capital by year, value and its proof (with the hash of its inputs and of all
    that made the run), and the simple methods."""
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
        "decisions_on_missing_data": _on_missing_data(plan.decisions),
        **{name: _or_null(proof[name]) for name in PROOF},
        "input_hash": input_hash(manifest),
        "run": run_hash(manifest),
        "outlook": frames.to_records(scenario.outlook),
        "baselines": frames.to_records(plan.baselines),
    }


def _on_missing_data(decisions: pd.DataFrame) -> dict[str, int]:
    """How many decisions what the registers leave out could turn, each way."""
    told = decisions[c.MISSING_DATA]
    return {way.replace(" ", "_"): int((told == way).sum()) for way in c.MISSING_DATA.choices}


def _or_null(value: Any) -> Any:
    """A value as JSON has it: a number that is not one is null."""
    return None if isinstance(value, float) and math.isnan(value) else value


def _said(proof: Mapping[str, Any]) -> SolveReport:
    """The report of a summary; what is null is not a number, and what a version before did not say has its default."""
    given = {field: proof[field] for field in PROOF if field in proof}
    numbers: dict[str, Any] = {field: math.nan if value is None else value for field, value in given.items()}
    return SolveReport(**numbers, runtime_s=0.0)


def load(path: Path) -> Study:
    """The study that a run folder holds.

    Raises InputError where the folder is not a run, lacks one of its files, or holds one that this version cannot read.
    """
    manifest = read_manifest(path)
    with reading(path / MANIFEST):
        files = tuple(SourceFile(**source) for source in manifest["inputs"])
        without_plan = tuple(WithoutPlan(**one) for one in manifest.get("without_plan", ()))
        policies = {name: _policy(path, name, policy) for name, policy in manifest["scenarios"].items()}
    register = Register(assets=_table(path / "assets.csv"), findings=_findings(path / "findings.json"), files=files)
    scenarios = tuple(
        _load_scenario(inside(path, name), name, policy, register.assets) for name, policy in policies.items()
    )
    made_by = {name: value for name, value in manifest.items() if name not in ("schema", "finished", "files")}
    return Study(register=register, scenarios=scenarios, without_plan=without_plan, run=run_hash(made_by))


def _policy(path: Path, name: str, policy: Mapping[str, Any]) -> Policy:
    """The policy that made a scenario, whose name is a folder's too."""
    if not SCENARIO_NAME.fullmatch(name):
        what = f"{name[:80]!r} cannot be a scenario's name"
        raise InputError(Problem(where=str(path / MANIFEST), what=what, mend=RUN_AGAIN))
    try:
        return Policy.model_validate(policy)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        settings = ", ".join(".".join(map(str, fault["loc"])) for fault in faults[:_MOST_SETTINGS])
        what = f"scenario {name}: settings that this version of capplan does not take: {settings}"
        raise InputError(Problem(where=str(path / MANIFEST), what=what, mend=RUN_AGAIN)) from None


def _table(path: Path) -> pd.DataFrame:
    with reading(path):
        return frames.from_csv(path)


def _findings(path: Path) -> pd.DataFrame:
    with reading(path):
        records = json.loads(path.read_text(encoding="utf-8"))
        return pd.DataFrame(records, columns=list(c.FINDINGS), dtype="str") if records else frames.empty(c.FINDINGS)


def _load_scenario(folder: Path, name: str, policy: Policy, assets: pd.DataFrame) -> Scenario:
    def table(name: str) -> pd.DataFrame:
        return _table(folder / f"{name}.csv")

    def table_if_any(name: str) -> pd.DataFrame | None:
        return table(name) if (folder / f"{name}.csv").exists() else None

    with reading(folder / "summary.json"):
        report = _said(json.loads((folder / "summary.json").read_text(encoding="utf-8")))
    with reading(folder):
        networks = assets[[c.ASSET_ID]].merge(table("networks"), on=c.ASSET_ID, how="left", validate="one_to_one")
        decisions = table("decisions").merge(table("decisions_behind"), on=c.ASSET_ID, validate="one_to_one")
        assets = assets.assign(**{c.NETWORK: networks[c.NETWORK].to_numpy()})
    plan = Plan(
        decisions=decisions,
        cash=table("cash"),
        audit=table("audit"),
        baselines=table("baselines"),
        prices=table("prices"),
        effects=table_if_any("effects"),
        rule_prices=table_if_any("rule_prices"),
        frontier=table_if_any("frontier"),
        report=report,
    )
    return Scenario(
        name=name,
        policy=policy,
        assets=assets,
        scores=table("scores"),
        options=table("options"),
        budget=table("budget"),
        outlook=table("outlook"),
        plan=plan,
        option_cash=table_if_any("option_cash"),
        estate=_estate(*map(table_if_any, ESTATE)),
    )


def _estate(assets: pd.DataFrame | None, members: pd.DataFrame | None, approved: pd.DataFrame | None) -> Estate | None:
    if assets is None or members is None or approved is None:
        return None
    return Estate(assets=assets, members=members, approved=approved)


def write_papers(path: Path, study: Study, formats: Sequence[str], on_step: Callable[[Step], None]) -> list[Path]:
    """Write the papers of every scenario of a study into its run folder; returns what was written.

    A folder of templates beside the plan file that the run folder lies under goes before those that are shipped.
    """
    from capplan.reporting import FOLDER, Templates, papers_of

    beside = (parent / FOLDER for parent in path.resolve().parents if (parent / PLAN_FILE_NAME).is_file())
    templates = Templates(folder=next((one for one in beside if one.is_dir()), None))
    folder, manifest = reopen_run_folder(path)
    study = dataclasses.replace(study, run=run_hash(manifest))
    jobs = [
        (scenario.name, paper)
        for scenario in study.scenarios
        for paper in papers_of(study.recommending(scenario), formats, templates)
    ]
    written = []
    with folder.filled(manifest):
        for number, (scenario, paper) in enumerate(jobs):
            on_step(Step(stage="Writing papers", done=number, total=len(jobs), detail=f"{scenario}: {paper.file_name}"))
            written.append(folder.write(f"{scenario}/{paper.file_name}", paper.render()))
    on_step(Step(stage="Writing papers", done=len(jobs), total=len(jobs)))
    return written
