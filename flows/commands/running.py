"""How a command that is a run begins and ends: settings from flags, with or without Prefect, a bar, an exit code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import typer

from flows.commands.machines import write_text
from flows.commands.options import FAILED, err

if TYPE_CHECKING:
    from flows.settings import Settings
    from flows.summary import RunSummary


def make_settings(
    store: str,
    endpoint_url: str | None = None,
    declarations: list[str] | None = None,
    egress: str | None = None,
    *,
    full: bool = False,
    workers: int | None = None,
    publish: bool | None = None,
) -> Settings:
    """Settings from flags; what was not given keeps its environment variable or default."""
    from flows.settings import Settings

    given: dict[str, object] = {"store": store, "full": full}
    if endpoint_url:
        given["endpoint_url"] = endpoint_url
    if declarations:
        given["declarations"] = tuple(declarations)
    if egress:
        given["egress"] = egress
    if workers is not None:
        given["portal_workers"] = workers
    if publish is not None:
        given["publish"] = publish
    return Settings.model_validate(given)


@contextmanager
def running(title: str, steps: int, settings: Settings, *, engine: bool) -> Iterator[None]:
    """The surroundings of a run: Prefect's home and tags where it runs under the ``engine``, and a bar of ``steps``.

    Raises ``DeclarationError`` before anything is started: within a flow it would end in a trace-back.
    """
    from flows.engine import make_home, one_off_run
    from flows.tools import portals_of

    portals_of(settings)

    make_home()
    from prefect import tags

    from flows.harvest import listening
    from flows.progress import progress_of, share_console

    with one_off_run() if engine else nullcontext(), tags("xinfang", "by-hand"):
        share_console(err)
        with progress_of(steps, err, title=title) as notify, listening(notify):
            yield


def finish(summary: RunSummary, *, as_json: bool, commands: Iterable[str] = ()) -> None:
    """Show the summary, and end with :data:`FAILED` when something of the run failed.

    That is: a portal could not be watched, our own code failed on a report, or the publish was refused. A source file
    that cannot be read is named in the summary but is no failure of the run; nor is a portal that was read in part:
    what is left is asked for by a later run.
    """
    from flows.render import print_summary

    if as_json:
        write_text(summary.model_dump_json(indent=1))
    else:
        print_summary(summary, err, commands=commands)
    if summary.failed:
        raise typer.Exit(FAILED)
