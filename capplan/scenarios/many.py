"""Many scenarios at once: each is a task of its own, and one that has no plan stops no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from capplan import pipeline
from capplan.errors import AuditError, CapplanError, InfeasibleError, Problem, SolverError
from capplan.model import Register, Scenario, Step, Study, WithoutPlan
from capplan.policy import PlanFile, Policy, load_policy
from capplan.scenarios.executor import Done, OnStep, Where, run_tasks

STAGE = "Solving scenarios"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Scenarios that are ready to be solved: the register that they share, and the policy of each by its name,
    the recommended one first."""

    plan_file: PlanFile
    register: Register
    policies: Mapping[str, Policy]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What became of a scenario: it is solved, or `error` says why it has no plan."""

    name: str
    title: str
    scenario: Scenario | None
    error: CapplanError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run came to: a study of the scenarios that have a plan, and why the others have none."""

    study: Study
    errors: tuple[CapplanError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What every scenario is solved from: sent once to each worker."""

    register: Register
    folder: Path


OnAttempt = Callable[[Attempt], None]


def run(plan_file: PlanFile, names: Sequence[str], on_step: OnStep) -> Result:
    """Read the plan file's registers and solve each scenario named (none: those it reports), one after the other."""
    return solve_all(prepare(plan_file, names, on_step), Where(), on_step, lambda attempt: None)


def prepare(plan_file: PlanFile, names: Sequence[str], on_step: OnStep) -> Prepared:
    """Read the plan file's registers once, for the scenarios named (none: those it reports).

    Raises PolicyError where a scenario is unknown or has no budget, InputError where a register cannot be read.
    """
    policies = {name: pipeline.scenario_policy(plan_file, name) for name in pipeline.scenario_names(plan_file, names)}
    register = pipeline.read((), plan_file, load_policy(plan_file), on_step)
    register = pipeline.with_merger_findings(register, policies.values(), plan_file.folder)
    return Prepared(plan_file=plan_file, register=register, policies=policies)


def solve_all(prepared: Prepared, where: Where, on_step: OnStep, on_attempt: OnAttempt) -> Result:
    """Solve every scenario that was prepared; `on_attempt` is told of each as it is done.

    The scenarios stand in the order in which they were prepared, and are the same wherever they were solved.
    """
    shared = Shared(register=prepared.register, folder=prepared.plan_file.folder)
    tasks = list(prepared.policies.items())
    if where.is_here:
        attempts = []
        for number, task in enumerate(tasks):
            at = Step(stage=STAGE, done=number, total=len(tasks), detail=task[1].title or task[0])
            on_step(at)
            attempts.append(_attempt(shared, task, at.around(on_step)))
            on_attempt(attempts[-1])
        on_step(Step(stage=STAGE, done=len(tasks), total=len(tasks)))
    else:
        done = run_tasks(
            solve_one,
            shared,
            tasks,
            where=where,
            stage=STAGE,
            on_step=on_step,
            on_done=lambda position, one: on_attempt(_told(tasks[position], one)),
        )
        attempts = [_told(task, one) for task, one in zip(tasks, done, strict=True)]
    return _result(prepared, attempts)


def solve_one(shared: Shared, task: tuple[str, Policy]) -> Attempt:
    """One scenario of a register, wherever this runs."""
    return _attempt(shared, task, lambda step: None)


def _attempt(shared: Shared, task: tuple[str, Policy], on_step: OnStep) -> Attempt:
    name, policy = task
    title = policy.title or name
    try:
        scenario = pipeline.solve(shared.register, name, policy, shared.folder, on_step)
    except AuditError:
        raise
    except CapplanError as error:
        return Attempt(name=name, title=title, scenario=None, error=error)
    return Attempt(name=name, title=title, scenario=scenario, error=None)


def _told(task: tuple[str, Policy], done: Done[Attempt]) -> Attempt:
    """What became of a scenario; one whose task failed has no plan."""
    if done.result is not None:
        return done.result
    name, policy = task
    what = f"it could not be solved: {done.failure}"
    error = SolverError(Problem(where="its worker", what=what, mend="Run it alone: `capplan --debug run`."))
    return Attempt(name=name, title=policy.title or name, scenario=None, error=error)


def _result(prepared: Prepared, attempts: Sequence[Attempt]) -> Result:
    failed = [(attempt, attempt.error) for attempt in attempts if attempt.error is not None]
    return Result(
        study=Study(
            register=prepared.register,
            scenarios=tuple(attempt.scenario for attempt in attempts if attempt.scenario is not None),
            without_plan=tuple(
                WithoutPlan(name=attempt.name, title=attempt.title, why=_why(error)) for attempt, error in failed
            ),
        ),
        errors=tuple(pipeline.naming(prepared.plan_file, attempt.name, error) for attempt, error in failed),
    )


def _why(error: CapplanError) -> str:
    said = (
        f"{problem.what}. {problem.mend}".rstrip()
        if isinstance(error, InfeasibleError)
        else f"{problem.where}: {problem.what}. {problem.mend}".rstrip()
        for problem in error.problems
    )
    return " ".join(said)
