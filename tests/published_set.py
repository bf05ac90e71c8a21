"""The exact set that `make run` publishes, compared with a signed golden file. Standard library only.

``python -m tests.published_set STORE VERSIONS`` fails with the differences unless STORE holds exactly VERSIONS
versions, the newest with exactly the golden reports, documents, row counts and failed checks. ``--write`` renews the
golden file for a person to look at.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parent / "golden" / "demo.json"


def published(store: Path) -> dict[str, Any]:
    """What the newest version of a folder store states, without what depends on the clock."""
    package = json.loads((store / "datapackage.json").read_text(encoding="utf-8"))
    tables = {resource["name"]: _rows(store, resource) for resource in package["resources"]}
    documents = tables["documents"]
    return {
        "resources": {name: len(rows) for name, rows in sorted(tables.items()) if name not in {"coverage", "changes"}},
        "reports": {
            row["report_id"]: {
                **{key: row[key] for key in _REPORT_COLUMNS},
                "documents": sorted(
                    f"{document['role']} {document['media_type']}"
                    for document in documents
                    if document["report_id"] == row["report_id"]
                ),
            }
            for row in tables["reports"]
        },
        "failed_checks": sorted(
            " ".join((row["report_id"], row["rule"], row["verdict"], row["difference"])).strip()
            for row in tables["checks"]
            if row["verdict"] in {"warn", "error"}
        ),
        "coverage_published": sorted(
            f"{row['division_code']} {row['fiscal_year']} {row['report_type']}"
            for row in tables["coverage"]
            if row["state"] == "published"
        ),
    }


_REPORT_COLUMNS = (
    "division_code",
    "agency",
    "scope",
    "fiscal_year",
    "report_type",
    "published_on",
    "state",
    "facts",
    "checks_failed",
    "revision",
)


def _rows(store: Path, resource: dict[str, Any]) -> list[dict[str, str]]:
    paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
    rows: list[dict[str, str]] = []
    for path in paths:
        with (store / path).open(encoding="utf-8", newline="") as lines:
            rows.extend(csv.DictReader(lines))
    return rows


def differences(expected: object, found: object, where: str = "") -> list[str]:
    """Every place where the two differ, in words."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key in sorted({*expected, *found})
            for line in differences(expected.get(key), found.get(key), f"{where}/{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list):
        missing = [line for line in expected if line not in found]
        extra = [line for line in found if line not in expected]
        return [f"{where}: missing {line}" for line in missing] + [f"{where}: unexpected {line}" for line in extra]
    return [] if expected == found else [f"{where}: expected {expected!r}, found {found!r}"]


def main(arguments: list[str]) -> int:
    store = Path(arguments[0])
    if "--write" in arguments:
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(json.dumps(published(store), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {GOLDEN.name}: look at the difference before you commit it")
        return 0
    wrong = differences(json.loads(GOLDEN.read_text(encoding="utf-8")), published(store))
    versions = sorted(path.name for path in store.glob("v*.datapackage.json"))
    if len(versions) != int(arguments[1]):
        wrong.append(f"versions: expected {arguments[1]}, found {versions}")
    for line in wrong:
        print(line)
    print(f"published set: {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
