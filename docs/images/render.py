"""Draw what `make run` prints from the run summary it left: ``python docs/images/render.py data/store``."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console

from flows.commands.harvest import next_commands
from flows.render import print_summary
from flows.summary import RunSummary

_CHECKS_SHOWN = 14


def main(store: Path) -> None:
    """The first run of the store, with the first checks only."""
    first = min((store / "runs").glob("*.json"))
    summary = RunSummary.model_validate_json(first.read_bytes()).model_copy(update={"store": "./data/store"})
    console = Console(record=True, width=118, file=io.StringIO())
    print_summary(summary, console, commands=next_commands("./data/store"), most_checks=_CHECKS_SHOWN)
    picture = console.export_svg(title="make run")
    # The picture must not fetch a font when it is shown.
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    (Path(__file__).parent / "make-run.svg").write_text(picture + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
