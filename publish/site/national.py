"""The file of the version itself: what it holds, what changed, and where everything else lies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from publish.schemas import Row
from publish.site.rows import Json, without_empty

#: Raised when files of the version, of provinces, divisions or reports take another form.
FORMAT = 2
#: A version that changes more reports than these is told in counts.
_MOST_LISTED = 500


def version_file(
    release: Mapping[str, Json],
    *,
    app: str,
    provinces: Iterable[Json],
    search: Json,
    dictionary: str,
    changed: Json,
    corrections: Iterable[Row],
) -> Json:
    """``release`` is what the descriptor says of the version.

    ``app`` is the folder of the program, ``search`` the path of that file and what it was made of, ``dictionary`` the
    path of that file; all from the root of the store.
    """
    shown = ("number", "version", "created", "previous", "accepted", "rows", "changes", "withheld", "code_version")
    return {
        "format": FORMAT,
        "release": {name: release[name] for name in shown if name in release},
        "app": app,
        "provinces": list(provinces),
        "search": search,
        "dictionary": dictionary,
        "changed": changed,
        "corrections": {row["correction_id"]: without_empty(row, *row) for row in corrections},
    }


def changed_reports(changes: Iterable[Row], place: Callable[[str], str]) -> Json:
    """The reports whose rows changed since the last version; ``place`` names a division by its code.

    ``{count, listed: [[report, op, place, {resource: rows}]]}``.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    ops: dict[str, str] = {}
    for change in changes:
        report = change["row_key"].partition("|")[0]
        if not _is_report(report):
            continue
        if change["resource"] == "reports" and change["op"] != "change":
            ops[report] = change["op"]
        counts[report][change["resource"]] += 1
    return {
        "count": len(counts),
        "listed": [
            [report, ops.get(report, "change"), place(report[:6]), dict(sorted(counts[report].items()))]
            for report in sorted(counts)[:_MOST_LISTED]
        ],
    }


def _is_report(key: str) -> bool:
    return key.count("-") == 3 and key[:6].isdecimal()
