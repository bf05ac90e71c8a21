"""``xinfang``: the command line. Heavy imports happen inside the commands, so that ``--help`` answers at once.

Exit codes are those of :mod:`flows.commands.options`. Data goes to stdout, everything else to stderr.
"""

from __future__ import annotations

import sys

import typer

from flows.commands.archive import publish, verify, versions
from flows.commands.backfill import backfill
from flows.commands.corrections import corrections_app
from flows.commands.coverage import coverage
from flows.commands.doctor import doctor
from flows.commands.evidence import evidence
from flows.commands.harvest import demo, harvest, rerun, serve
from flows.commands.history import diff, rebuild
from flows.commands.mistakes import HelpfulGroup
from flows.commands.options import EXIT_CODES
from flows.commands.oversee import alarms, automations, metrics, status
from flows.commands.parse import parse
from flows.commands.portals import portals_app
from flows.commands.review import review_app
from flows.commands.runs import retry, runs
from flows.commands.site import site
from flows.commands.takedowns import takedown_app

app = typer.Typer(
    name="xinfang",
    cls=HelpfulGroup,
    help="信访局预决算公开数据集：采集、读取、核对、发布。\n\n"
    "Open dataset of petition bureaus' budgets and accounts: harvest, read, check, publish.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command()(demo)
app.command()(harvest)
app.command()(rerun)
app.command()(backfill)
app.command()(runs)
app.command()(retry)
app.command()(parse)
app.command()(evidence)
app.command()(publish)
app.command()(versions)
app.command()(verify)
app.command()(diff)
app.command()(rebuild)
app.command()(coverage)
app.command()(site)
app.command()(serve)
app.command()(doctor)
app.command()(status)
app.command()(alarms)
app.command()(metrics)
app.command()(automations)
app.add_typer(portals_app, name="portals")
app.add_typer(review_app, name="review")
app.add_typer(corrections_app, name="corrections")
app.add_typer(takedown_app, name="takedown")


def main() -> None:
    """Entry point; a broken pipe (``| head``) is no error."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
