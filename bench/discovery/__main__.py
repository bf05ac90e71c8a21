"""``python -m bench.discovery [titles|places|nightly|backfill|all]``: exit code 1 when a goal is missed.

- ``titles`` (default): precision and recall over every labelled set, ``--titles FILE`` for one of your own;
- ``places``: every division's names on every portal that may list them, ``--every`` for a part of them;
- ``nightly``: a quiet night of simulated portals, ``--portals``, ``--gap``, ``--at-once``;
- ``backfill``: a first reading of twelve years that is killed again and again, ``--kills``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.discovery import backfill, nightly, places, titles


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; JSON with ``--json``."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.discovery", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="?", default="titles", choices=("titles", "places", "nightly", "backfill", "all"))
    parser.add_argument("--titles", type=Path, help="labelled titles (default: the project's own, and recorded pages)")
    parser.add_argument("--every", type=int, default=1, help="take every n-th division only")
    parser.add_argument("--portals", type=int, default=3000)
    parser.add_argument("--gap", type=float, default=6.0, help="seconds between requests to one host")
    parser.add_argument("--at-once", type=int, default=64, help="portals visited at the same time by one worker")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    options = parser.parse_args(arguments)
    shown: dict[str, object] = {}
    lines: list[str] = []
    met = True
    if options.what in ("titles", "all"):
        found = titles.scores([options.titles] if options.titles else titles.TITLES, pages=options.titles is None)
        shown |= {name: titles.as_dict(score) for name, score in found.items()}
        lines += [titles.shown(name, score) for name, score in found.items()]
        met = met and all(score.met for score in found.values())
    if options.what in ("places", "all"):
        swept = places.run(every=options.every)
        shown["places"] = swept.as_dict()
        lines.append(places.shown(swept))
        met = met and swept.met
    if options.what in ("nightly", "all"):
        night = nightly.run(options.portals, options.gap, options.at_once)
        shown["nightly"] = night.as_dict()
        lines.append(nightly.shown(night))
        met = met and night.met
    if options.what in ("backfill", "all"):
        resumed = backfill.run(options.kills)
        shown["backfill"] = resumed.as_dict()
        lines.append(backfill.shown(resumed))
        met = met and resumed.met
    print(json.dumps(shown, ensure_ascii=False, indent=1) if options.json else "\n".join(lines))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
