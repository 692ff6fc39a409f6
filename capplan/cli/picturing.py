"""`--chart FILE`: what a command found, as a picture in a file that was not there before."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from capplan.cli.console import tell
from capplan.cli.options import FilePath

if TYPE_CHECKING:
    from capplan.policy import Policy
    from capplan.reporting.content import Chart

ENDINGS = (".html", ".svg", ".png")


class ChartFile(click.Path):
    """The name of a chart's file: one of `ENDINGS`, and nothing there yet."""

    name = "file"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, or a usage error before any work is done."""
        path = FilePath.convert(value, param, ctx)  # type: ignore[arg-type]
        if path.suffix.lower() not in ENDINGS:
            self.fail(f"{str(path)!r} does not end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.", param, ctx)
        if path.exists():
            self.fail(f"{str(path)!r} is already there. Choose another name, or move it away.", param, ctx)
        return path


chart_option = click.option(
    "--chart", "chart_path", type=ChartFile(), metavar="FILE", help="Draw it in this new file too: .html, .svg or .png."
)


def write_chart(path: Path, chart: "Chart", policy: "Policy", question: str, folder: Path) -> None:
    """Write a chart of a scenario, in the style of the project's `folder`, and say where."""
    from capplan.outputs import write_new
    from capplan.reporting import FOLDER, Templates
    from capplan.reporting.pictures import Picture, picture_file

    plan = policy.plan
    picture = Picture(
        chart=chart,
        heading=plan.title,
        says=policy.title,
        question=question,
        author=plan.owner,
        footer=" · ".join(part for part in (plan.title, policy.title, f"register as at {plan.as_at}") if part),
    )
    own = folder / FOLDER
    templates = Templates(folder=own if own.is_dir() else None)
    write_new(path, picture_file(picture, path.suffix.lower(), templates))
    tell(f"Chart {path}")
