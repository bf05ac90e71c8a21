"""``python -m bench.discovery [--titles FILE] [--json]``: exit code 1 when a goal is missed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.discovery.titles import TITLES, as_dict, scores, shown


def main(arguments: Sequence[str] | None = None) -> int:
    """Print precision and recall over every labelled set."""
    parser = argparse.ArgumentParser(prog="python -m bench.discovery", description=__doc__)
    parser.add_argument("--titles", type=Path, help="labelled titles (default: the project's own, and recorded pages)")
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    options = parser.parse_args(arguments)
    found = scores([options.titles] if options.titles else TITLES, pages=options.titles is None)
    if options.json:
        print(json.dumps({name: as_dict(score) for name, score in found.items()}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(shown(name, score) for name, score in found.items()))
    return 0 if all(score.met for score in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
