"""One harvest of the labelled documents: ``python -m tests.privacy.run FOLDER [--sets first] [--formats html,docx]``.

It leaves ``FOLDER/store`` and ``FOLDER/said.txt``: logs at DEBUG, what Prefect's artifacts hold, what the terminal
shows. ``--uncovered`` takes the redaction out of this process and of the reading ones: what is then found in the store
is what the redaction has to keep back, and what it must not touch.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from flows import artifacts
from flows.harvest import harvest_plainly
from flows.render import print_summary, summary_markdown
from flows.settings import Settings
from infra.routes.server import RoutesServer
from tests.privacy.documents import FORMATS
from tests.privacy.planted import Line, lines
from tests.privacy.portal import declare, routes

#: Takes the redaction out wherever it is imported first on the path.
_UNCOVER = """
import domain.redaction as redaction
redaction._kept = lambda text: []
redaction._redacted = lambda text: redaction.Redacted(text, ())
redaction._known_redacted = redaction._redacted
redaction._personal_label = lambda: __import__("re").compile("(?!)")
"""


def harvested(folder: Path, given: Sequence[Line], formats: Sequence[str] = FORMATS, workers: int = 1) -> None:
    """Harvest and publish the documents into ``folder/store``."""
    declare(folder / "declarations", formats)
    with RoutesServer(routes=routes(given, formats)) as web, _listened(folder / "said.txt"):
        settings = Settings(
            store=str(folder / "store"),
            declarations=(str(folder / "declarations"),),
            egress=web.proxy_url,
            reader_workers=workers,
        )
        summary = harvest_plainly([], settings)
        with (folder / "said.txt").open("a", encoding="utf-8") as said:
            print_summary(summary, Console(file=said, width=200))
            said.write(f"{summary_markdown(summary)}\n{artifacts.tables(summary)}\n{list(artifacts.links(summary))}\n")


@contextlib.contextmanager
def _listened(path: Path) -> Iterator[None]:
    """All logs at DEBUG and everything this process and its children print, in ``path``."""
    with path.open("w", encoding="utf-8") as said:
        handler = logging.StreamHandler(said)
        root, before = logging.getLogger(), logging.getLogger().level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        kept = {stream: os.dup(stream) for stream in (1, 2)}
        sys.stdout.flush()
        for stream in kept:
            os.dup2(said.fileno(), stream)
        try:
            yield
        except Exception:
            said.write(traceback.format_exc())
            raise
        finally:
            for stream, copy in kept.items():
                os.dup2(copy, stream)
                os.close(copy)
            root.removeHandler(handler)
            root.setLevel(before)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", default="", help="names of the sets, all by default")
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--uncovered", action="store_true")
    chosen = parser.parse_args()
    if chosen.uncovered:
        hook = chosen.folder / "hook"
        hook.mkdir(parents=True)
        (hook / "sitecustomize.py").write_text(_UNCOVER, encoding="utf-8")
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(hook), os.environ.get("PYTHONPATH"))))
        arguments = [one for one in sys.argv[1:] if one != "--uncovered"]
        os.execv(sys.executable, [sys.executable, "-m", "tests.privacy.run", *arguments])
    chosen.folder.mkdir(parents=True, exist_ok=True)
    harvested(chosen.folder, lines(*filter(None, chosen.sets.split(","))), chosen.formats.split(","))


if __name__ == "__main__":
    main()
