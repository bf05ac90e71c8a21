"""The files of one province, put together from the lines of its divisions, and the province's line in the whole.

A reader who looks at one county loads ``province``, which is small; ``lists`` has a line for every report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from statistics import median

from publish.schemas import Row, load_schemas
from publish.site.rows import Json

_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_NONE = " "


def latest_names(divisions: Iterable[Row]) -> dict[str, Row]:
    """Code to the row with its name of today, or its last one."""
    latest: dict[str, Row] = {}
    for row in sorted(divisions, key=lambda one: (one["code"], one["valid_to"] or "9999")):
        latest[row["code"]] = row
    return latest


def province_file(
    code: str, names: Mapping[str, Row], entries: Mapping[str, Json], downloads: Mapping[str, Json], own: Json
) -> Json:
    """``names``: every division of the province; ``entries``: the lines of those that are watched or have reports.

    Divisions of today that nobody watches yet have a line without ``file``. Coverage is a sign for each year from
    ``first`` on, the place of its state in ``states``. ``downloads`` (by division) and ``own`` (of the province) are
    lists of ``[path, bytes]``.
    """
    of_today = (one for one, row in names.items() if not row["valid_to"] and row["level"] != "statistical_zone")
    years = [int(year) for entry in entries.values() for year, *_ in entry["coverage"]]
    first, last = (min(years), max(years)) if years else (0, -1)
    return {
        "code": code,
        "name": names[code]["name"] if code in names else code,
        "states": list(_states()),
        "downloads": own,
        "first": first,
        "years": last - first + 1,
        "divisions": [
            {
                **_named(one, names.get(one)),
                **(_shown(entries[one], first, last) if one in entries else {}),
                **({"downloads": downloads[one]} if downloads.get(one) else {}),
            }
            for one in sorted({*of_today, *entries})
        ],
    }


def lists_file(entries: Mapping[str, Json]) -> Json:
    """Division to its reports as ``counties.listed_report`` gives them, and its coverage as ``[year, type, state]``."""
    return {code: {"coverage": one["coverage"], "reports": one["reports"]} for code, one in sorted(entries.items())}


def entries_of(file: Json, lists: Json) -> dict[str, Json]:
    """The lines that :func:`province_file` and :func:`lists_file` were made from."""
    files = {one["code"]: one["file"] for one in file["divisions"] if "file" in one}
    return {code: {"code": code, "file": files[code], **listed} for code, listed in lists.items()}


def _states() -> list[str]:
    return list(load_schemas()["coverage"].field("state").constraints["enum"])


def _named(code: str, row: Row | None) -> dict[str, str]:
    if row is None:
        return {"code": code, "name": code, "level": "statistical_zone"}
    return {"code": code} | {name: row[name] for name in ("name", "city", "level") if row[name]}


def _shown(entry: Json, first: int, last: int) -> Json:
    signs = {state: _SIGNS[at] for at, state in enumerate(_states())}
    cells = {(year, kind): signs[state] for year, kind, state in entry["coverage"]}
    reports = entry["reports"]
    return {
        "file": entry["file"],
        "coverage": {
            kind: "".join(cells.get((str(year), kind), _NONE) for year in range(first, last + 1)).rstrip(_NONE)
            for kind in ("budget", "final_accounts")
        },
        "reports": len(reports),
        "failing": sum(bool(failed) for _, _, failed in reports),
        **({"latest": max(reports, key=lambda one: _year_and_type(one[0]))[:2]} if reports else {}),
    }


def _year_and_type(report_id: str) -> tuple[str, str]:
    """``("2023", "final_accounts")`` of ``140423-2023-final-952d7f9d``."""
    _, year, kind, _ = report_id.split("-")
    return year, "budget" if kind == "budget" else "final_accounts"


def province_entry(file: Json, entries: Mapping[str, Json], paths: Mapping[str, str]) -> Json:
    """What the overview of the country says of a province; ``paths``: where its ``file`` and ``lists`` lie."""
    reports = [report for entry in entries.values() for report in entry["reports"]]
    return {
        "code": file["code"],
        "name": file["name"],
        **paths,
        "divisions": len(file["divisions"]),
        "reports": len(reports),
        "failing": sum(bool(failed) for _, _, failed in reports),
        "rules": dict(sorted(Counter(rule for _, _, failed in reports for rule in failed).items())),
        "coverage": _coverage(entries.values()),
        "spending": _spending(reports),
        "with_reports": sorted(code for code, entry in entries.items() if entry["reports"]),
    }


def _coverage(entries: Iterable[Json]) -> Json:
    """Year to report type to state to number of divisions."""
    counted: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for one in entries:
        for year, kind, state in one["coverage"]:
            counted[year][kind][state] += 1
    return {
        year: {kind: dict(sorted(states.items())) for kind, states in sorted(kinds.items())}
        for year, kinds in sorted(counted.items())
    }


def _spending(reports: Iterable[Json]) -> Json:
    """Year to report type to ``[reports, those with 本年支出合计, median of it in 元]``."""
    amounts: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for report_id, spent, _ in reports:
        amounts[_year_and_type(report_id)] += [Decimal(spent[0])] if spent else []
    counts = Counter(_year_and_type(report_id) for report_id, _, _ in reports)
    found: dict[str, dict[str, Json]] = defaultdict(dict)
    for (year, kind), several in sorted(amounts.items()):
        found[year][kind] = [counts[(year, kind)], len(several), str(median(several)) if several else ""]
    return dict(found)
