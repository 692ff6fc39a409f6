"""`score` and `reference`: what is thought of each asset, and every number that it rests on."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan import columns as c
from capplan.cli.console import Short, give, give_short, give_table, give_text_table, progress, tell
from capplan.cli.kinds import Date, Whole
from capplan.cli.options import FilePath, find_plan, format_option, plan_option, policy_of

if TYPE_CHECKING:
    import pandas as pd

    from capplan.policy import PlanFile, Policy

STANDING = (
    Short(name=c.ASSET_ID, heading="Asset"),
    Short(name=c.SITE, heading="Site"),
    Short(name=c.CLASS_TITLE, heading="Class"),
    Short(name=c.NEED_FIGURE, heading="Need of 100"),
    Short(name=c.NEED_BAND, heading="Calls for"),
    Short(name=c.RISK_COST_GBP_PER_YEAR, heading="Risk (£k a year)", unit=1e3, decimals=1),
)


@click.command(short_help="Score every asset by age, utilisation and risk.")
@click.argument("files", nargs=-1, type=FilePath)
@click.option("--as-at", type=Date(), help="The date at which to take ages. Default: the plan file's.")
@plan_option
@click.option("--top", type=Whole(1), help="Only this many, the highest need first.")
@click.option("--words", "view", flag_value="words", help="Each score in a sentence.")
@click.option("--robustness", "view", flag_value="robustness", help="How far each standing hangs on the weights.")
@click.option(
    "--stress", "view", flag_value="stress", help="Who stays neediest under other weights, hazards and costs."
)
@click.option("--pairs", "view", flag_value="pairs", help="Which weights decide between each asset and the next.")
@click.option("--variance", "view", flag_value="variance", help="Which parts and fields make need differ.")
@click.option("--years", "view", flag_value="years", help="Each year of keeping: need, cost, and worth of replacing.")
@click.option("--missing", "view", flag_value="missing", help="The data to collect, by organisation.")
@click.option("--health", "view", flag_value="health", help="Health at risk, beside the money.")
@click.option("--explain", "asset_id", metavar="ASSET", help="Only this asset: a sentence, and the figures behind it.")
@format_option("text", "json", "csv")
def score(
    files: tuple[Path, ...],
    as_at: dt.date | None,
    plan_path: Path | None,
    top: int | None,
    view: str | None,
    asset_id: str | None,
    output_format: str,
) -> None:
    """Score every asset of registers (FILES, else the plan file's): age, utilisation, risk and need,
    need with its low and high where data is missing."""
    from capplan import pipeline

    plan_file = find_plan(plan_path)
    policy = policy_of(plan_file, as_at=as_at)
    with progress() as on_step:
        register = pipeline.read(files, plan_file, policy, on_step)
    if asset_id is not None:
        _explain(register.assets, asset_id, policy, output_format)
    else:
        assets = _topmost(register.assets, policy) if top else register.assets
        shown = _view(view, assets, policy)
        shown = _first(shown, top, assets)
        if view == "words" and output_format == "text":
            _give_words(shown, policy)
        elif view is None and output_format == "text":
            _give_standing(shown, register.assets, policy)
        else:
            give_table(shown, output_format, command="score")
    _tell_of_errors(register.findings)


def _view(view: str | None, assets: "pd.DataFrame", policy: "Policy") -> "pd.DataFrame":
    """The frame that was asked for."""
    from capplan import columns, scoring

    if view == "robustness":
        tell(f"Drawing {policy.reference.parameters['weight_draws']:,.0f} weightings of {len(assets):,} assets, twice.")
    if view in ("robustness", "stress", "pairs", "variance", "years", "missing"):
        views: dict[str, Callable[[pd.DataFrame, Policy], pd.DataFrame]] = {
            "robustness": scoring.robustness,
            "stress": scoring.stresses,
            "pairs": scoring.pairs,
            "variance": scoring.variance_shares,
            "years": scoring.outlook,
            "missing": scoring.data_to_collect,
        }
        return views[view](assets, policy)
    scores = scoring.score(assets, policy)
    if view == "health":
        return scoring.health_effects(assets, scores, policy)
    if view == "words":
        words = scoring.explanations(assets, scores, policy)[columns.EXPLANATION]
        bands = scoring.need_bands(scores, policy)
        said = scores.assign(**{columns.NEED_BAND: bands, columns.EXPLANATION: words})
        return said[list(columns.IN_WORDS)]
    return scores[list(columns.SCORE_CONTRACT)]


def _give_words(shown: "pd.DataFrame", policy: "Policy") -> None:
    """Each asset in two lines: what its need calls for, and why."""
    from capplan import columns, scoring

    figures = scoring.need_figures(shown, policy)
    for need, row in zip(figures, shown.fillna("not known").to_dict("records"), strict=True):
        calls_for = "" if need == "not known" else f": {row[columns.NEED_BAND]}"
        give(f"{row[columns.ASSET_ID]}, need {need}{calls_for}; risk {row[columns.RISK_BAND]}")
        give(f"    {row[columns.EXPLANATION]}.")


def _give_standing(shown: "pd.DataFrame", assets: "pd.DataFrame", policy: "Policy") -> None:
    """Each asset with what it is, where it stands, its need and what that calls for: what the eye wants of a score,
    whose every part the other forms give."""
    from capplan import scoring

    facts = assets.set_index(c.ASSET_ID)[[c.SITE, c.ORGANISATION, c.ASSET_CLASS]].loc[shown[c.ASSET_ID]]
    titles = policy.reference.classes["title"]
    told = shown.assign(
        **{
            c.SITE: facts[c.SITE].fillna(facts[c.ORGANISATION]).set_axis(shown.index),
            c.CLASS_TITLE: facts[c.ASSET_CLASS].map(titles).set_axis(shown.index),
            c.NEED_FIGURE: scoring.need_figures(shown, policy),
            c.NEED_BAND: scoring.need_bands(shown, policy),
        }
    )
    give_short(told, STANDING)
    tell("Every part of each score: --format csv. Why one stands where it does: --explain ASSET.")


def _topmost(assets: "pd.DataFrame", policy: "Policy") -> "pd.DataFrame":
    """The assets in order of need, the highest first."""
    from capplan import scoring

    return assets.loc[scoring.ranking(scoring.score(assets, policy))]


def _first(shown: "pd.DataFrame", top: int | None, assets: "pd.DataFrame") -> "pd.DataFrame":
    """The rows of the first assets; of a view whose rows are no assets, the first rows."""
    from capplan.columns import ASSET_ID

    if top is None:
        return shown
    if ASSET_ID in shown:
        return shown[shown[ASSET_ID].isin(assets[ASSET_ID].head(top))]
    return shown.head(top)


def _explain(assets: "pd.DataFrame", asset_id: str, policy: "Policy", output_format: str) -> None:
    from capplan import columns, scoring
    from capplan.errors import InputError, Problem

    if not (assets[columns.ASSET_ID] == asset_id).any():
        mend = "Give a number as the first column of `capplan score` prints it."
        raise InputError(Problem(where="--explain", what=f"no asset {asset_id!r} in the register", mend=mend))
    scores = scoring.score(assets, policy)
    one = assets[columns.ASSET_ID] == asset_id
    sentence = scoring.explanations(assets[one], scores[one], policy)[columns.EXPLANATION].iloc[0]
    facts = scoring.facts_of(assets, asset_id, policy)
    if output_format == "text":
        give(f"{asset_id}: {sentence}.")
        give("")
        give_text_table(facts)
    else:
        give_table(facts, output_format, command="score", beside={"asset_id": asset_id, "explanation": sentence})


def _tell_of_errors(findings: "pd.DataFrame") -> None:
    from capplan import columns

    errors = int((findings[columns.SEVERITY] == "error").sum())
    if errors:
        are_errors = "finding is an error" if errors == 1 else "findings are errors"
        tell(f"{errors:,} {are_errors}: `capplan check` lists them.")


def _fitted(register: Path, plan_file: "PlanFile | None") -> "pd.DataFrame":
    from capplan import pipeline, scoring

    policy = policy_of(plan_file)
    with progress() as on_step:
        assets = pipeline.read((register,), plan_file, policy, on_step).assets
    return scoring.fitted_rates(assets, policy)


@click.command(short_help="Print the reference tables: every number, its source and status.")
@click.option("--table", "tables", metavar="NAME", multiple=True, help="Only this table; may be given again.")
@click.option(
    "--class", "classes", metavar="NAME", multiple=True, help="Only rows of this asset class; may be given again."
)
@click.option(
    "--fit",
    "register",
    type=FilePath,
    metavar="FILE",
    help="Instead: the fault rates that this register itself suggests.",
)
@plan_option
@format_option("text", "json", "csv")
def reference(
    tables: tuple[str, ...], classes: tuple[str, ...], register: Path | None, plan_path: Path | None, output_format: str
) -> None:
    """Print the reference tables as the plan file leaves them: each number with its unit, its source and
    how far to trust it (read, unchecked, derived, assumed, or the owner's own)."""
    plan_file = find_plan(plan_path)
    if register is not None:
        give_table(_fitted(register, plan_file), output_format, command="reference")
        tell("To use a rate: [reference.reliability.CLASS] faults_per_year_mid = RATE in the plan file.")
        return
    held = policy_of(plan_file).reference
    rows = held.rows
    asked = (("--table", rows["table"].unique(), tables), ("--class", held.classes.index, classes))
    for option, known, wanted in asked:
        for name in wanted:
            if name not in known:
                raise click.UsageError(f"{option} {name!r}: there is none. These are: {', '.join(known)}.")
    if tables:
        rows = rows[rows["table"].isin(tables)]
    if classes:
        rows = rows[rows["row"].isin(classes)]
    give_table(rows, output_format, command="reference")
