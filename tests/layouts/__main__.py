"""``python -m tests.layouts [ID …]``: writes the files and golden records of the layouts again."""

from __future__ import annotations

import argparse
import sys

from tests.layouts import gold
from tests.layouts.build import FIXTURES, build, names, render
from tests.layouts.model import DeclarationError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.layouts", description=__doc__)
    parser.add_argument("ids", nargs="*", help="layouts to write (default: all)")
    parser.add_argument("--check", action="store_true", help="build only, write nothing")
    options = parser.parse_args()
    FIXTURES.mkdir(parents=True, exist_ok=True)
    failed = False
    for name in options.ids or names():
        try:
            built = build(name)
        except DeclarationError as problem:
            sys.stderr.write(f"{name}: {problem}\n")
            failed = True
            continue
        sizes = {}
        if not options.check:
            (FIXTURES / f"{name}.gold.json").write_text(gold.text(gold.record(built)), encoding="utf-8")
            for kind in built.declaration["formats"]:
                data = render(built, kind)
                (FIXTURES / f"{name}.{kind}").write_bytes(data)
                sizes[kind] = f"{len(data) // 1024}k"
        sys.stdout.write(f"{name}: {len(built.facts)} facts, {len(built.tables)} tables {sizes or ''}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
