"""The catalogue of one version: files shared between versions, and the two files of the version itself.

The shared files form a tree of hashes: the version's ``version.json`` names the provinces' files, these name the
divisions', these the reports'. A report that changes makes new files only on its own path to the root; everything else
is taken over from the version before.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from domain.identifiers import sha256_hex
from domain.ports import StoreError
from publish.build.index import ProvinceIndex
from publish.generators import Made, PlaceTables, ProvinceContext, SharedUnit, Sources, VersionContext
from publish.package import hash_in
from publish.schemas import Row
from publish.site.bundle import load_bundle
from publish.site.counties import division_entry, division_file, division_report
from publish.site.dictionary import dictionary_file
from publish.site.national import FORMAT, changed_reports, version_file
from publish.site.pages import version_page
from publish.site.provinces import entries_of, latest_names, lists_file, province_entry, province_file
from publish.site.reports import report_file
from publish.site.rows import Json, ReportRows, shared_key, to_compact_json
from publish.site.search import search_file
from publish.site.tree import files_of_version

#: Tables that a report's file or its division's are made of.
_TABLES = ("reports", "documents", "facts", "totals", "function_lines", "three_public", "checks")
_UNIT = "site/division/{code}.json"
_VERSION = "site/version.json"
#: Renditions of one place that its page offers, by their names in the index; ``{}`` is its code.
_DOWNLOADS = ("xlsx/{}.xlsx", "csv/{}.zip")
_OF_PROVINCE = "xlsx/province-{}.xlsx"


def division_units(context: ProvinceContext) -> Iterator[SharedUnit]:
    """A shared file for each division that has rows; the files of its reports lie beside it."""
    for code, entry in context.index.divisions.items():
        made_of = sha256_hex(f"{FORMAT} {entry.inputs} {entry.coverage}".encode())[:32]
        yield SharedUnit(_UNIT.format(code=code), made_of, Sources(code=code), partial(_division, code))


def _division(code: str, tables: PlaceTables) -> Made:
    by_report: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in _TABLES}
    for name in _TABLES:
        for row in tables.rows(name):
            by_report[name][row["report_id"]].append(row)
    reports = []
    beside = {}
    for report_id in by_report["reports"]:
        rows: ReportRows = {name: of_table[report_id] for name, of_table in by_report.items()}
        data = to_compact_json(report_file(rows))
        key = shared_key("report", report_id, data)
        beside[key] = data
        reports.append(division_report(rows, key))
    return Made(to_compact_json(division_file(code, reports, tables.rows("coverage"))), beside)


def site_files(context: VersionContext) -> Iterator[tuple[str, bytes]]:
    """The version's own files; nothing where the program was not built (``bundle``), then the version has no site."""
    bundle = load_bundle()
    if bundle is None:
        return
    names = latest_names(context.rows("divisions"))
    last = _last(context)
    search = _search(context, last)
    same_names = search == last.get("search")
    before = {one["code"][:2]: one for one in last.get("provinces", ())} if same_names else {}
    provinces = [_province(context, index, before.get(index.province), names) for index in context.indexes.values()]
    provinces += _unwatched(context, before, names)
    version = version_file(
        {name: context.described.get(name) for name in ("version", "created")} | context.described["release"],
        app=bundle.folder,
        provinces=sorted(provinces, key=lambda one: str(one["code"])),
        search=search,
        dictionary=_put(context, "dictionary", "all", dictionary_file(), last.get("dictionary")),
        changed=changed_reports(context.rows("changes"), lambda code: _place(code, names)),
        corrections=context.rows("corrections"),
    )
    if bundle.folder != last.get("app"):
        for name, data in bundle.files.items():
            context.staging.put(f"{bundle.folder}/{name}", data)
    context.also.update({f"{bundle.folder}/{name}": sha256_hex(data) for name, data in bundle.files.items()})
    context.also.update({key: hash_in(key) for key in files_of_version(version)})
    yield "site/index.html", version_page(bundle.folder)
    yield _VERSION, to_compact_json(version)


def _last(context: VersionContext) -> Json:
    """The file of the version before; empty if that has no site or an older form."""
    if context.previous is None:
        return {}
    try:
        held = json.loads(context.read(f"versions/{context.previous}/{_VERSION}"))
    except StoreError:
        return {}
    return held if held.get("format") == FORMAT else {}


def _search(context: VersionContext, last: Json) -> Json:
    """``{file, made_of}``: made anew only for other divisions."""
    made_of = [part.sha256 for part in context.parts["divisions"]]
    held = last.get("search")
    if held and held["made_of"] == made_of:
        return held
    return {"file": _put(context, "search", "all", search_file(context.rows("divisions")), None), "made_of": made_of}


def _province(context: VersionContext, index: ProvinceIndex, last: Json, names: Mapping[str, Row]) -> Json:
    """The line of a province; the files of its divisions are read only where these changed."""
    if last and last.get("index") == index.key:
        return last
    of_province = {one: row for one, row in names.items() if one[:2] == index.province}
    before = entries_of(*(json.loads(context.read(last[name])) for name in ("file", "lists"))) if last else {}
    entries = {}
    for division in index.divisions:
        key = index.files[_UNIT.format(code=division)].key
        known = before.get(division)
        if known is not None and known["file"] == key:
            entries[division] = known
        else:
            entries[division] = division_entry(json.loads(context.read(key)), key)
    code = f"{index.province}0000"
    downloads = {one: _downloads(index, one, _DOWNLOADS) for one in entries}
    own = _downloads(index, code, (_OF_PROVINCE,))
    file = province_file(code, of_province, entries, downloads, own)
    return {"index": index.key} | _put_province(context, file, entries, last or {})


def _unwatched(context: VersionContext, before: Mapping[str, Json], names: Mapping[str, Row]) -> Iterator[Json]:
    """Provinces of which nothing is watched."""
    for province in sorted({code[:2] for code in names} - context.indexes.keys()):
        last = before.get(province)
        if last and "index" not in last:
            yield last
            continue
        of_province = {code: row for code, row in names.items() if code[:2] == province}
        yield _put_province(context, province_file(f"{province}0000", of_province, {}, {}, []), {}, last or {})


def _downloads(index: ProvinceIndex, code: str, names: Sequence[str]) -> Json:
    """``[path, bytes]`` of each rendition of a place that was made."""
    files = (index.files.get(name.format(code)) for name in names)
    return [[one.key, one.bytes] for one in files if one is not None]


def _put_province(context: VersionContext, file: Json, entries: Mapping[str, Json], last: Json) -> Json:
    code = file["code"]
    paths = {
        "file": _put(context, "province", code, file, last.get("file")),
        "lists": _put(context, "lists", code, lists_file(entries), last.get("lists")),
    }
    return province_entry(file, entries, paths)


def _place(code: str, names: Mapping[str, Row]) -> str:
    """``山西省 襄垣县``; the code itself where no division has it."""
    row = names.get(code)
    return " ".join(dict.fromkeys((row["province"], row["name"]))) if row else code


def _put(context: VersionContext, kind: str, part: str, content: Json, last: str | None) -> str:
    """The path of a shared file; it is written unless the version before has the same under ``last``."""
    data = to_compact_json(content)
    key = shared_key(kind, part, data)
    if key != last:
        context.staging.put(key, data)
    return key
