"""One progress bar that shares the terminal with Prefect's log lines instead of fighting them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from flows.pipeline import Notify


def share_console(console: Console) -> None:
    """Let Prefect's console handlers write through ``console``, above the bar, and only what a person should see.

    Lines below WARNING still reach the run's log in Prefect's UI.
    """
    from prefect.logging.handlers import PrefectConsoleHandler

    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    for logger in loggers:
        for handler in logger.handlers:
            if isinstance(handler, PrefectConsoleHandler):
                handler.console = console
                handler.setLevel(logging.WARNING)


@contextmanager
def progress_of(total: int, console: Console, *, title: str, steps_after: int = 1) -> Iterator[Notify]:
    """A bar over ``total`` portals plus the steps after them (publishing); silent when the output is piped."""
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as progress:
        bar = progress.add_task(title, total=total + steps_after)

        def notify(portal_id: str, doing: str) -> None:
            if doing == "done":
                progress.advance(bar)
            progress.update(bar, description=f"{title} {portal_id}: {doing}")

        yield notify
