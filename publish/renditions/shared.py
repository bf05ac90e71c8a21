"""Renditions that versions share: named by their content, made again only where rows changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from publish.generators import ProvinceContext, SharedUnit
from publish.package import Part, write_csv
from publish.renditions.archive import zip_file
from publish.renditions.parquet import parquet_file
from publish.renditions.workbook import workbook_file
from publish.schemas import Row, TwoTongues, load_schemas

#: To be raised with every change of the bytes that a rendition makes of the same rows.
_FORMAT = "1"
#: Coverage changes with every visit and is of the whole country: no county's file is made again for it.
_OF_A_COUNTY = tuple(
    name for name, schema in load_schemas().items() if schema.by_province and name not in ("coverage", "changes")
)
#: A workbook is for looking at figures; where each was found is in the archive.
_NOT_IN_A_WORKBOOK = frozenset({"facts"})
_OF_A_PROVINCE = ("reports", "totals", "three_public")


def parquet_units(province: ProvinceContext) -> Iterator[SharedUnit]:
    """The Parquet form of every table part."""
    for resource, parts in province.parts.items():
        for part in parts:
            make = partial(_parquet, province, part)
            yield SharedUnit(f"parquet/{resource}-{part.name}.parquet", f"{part.sha256[:32]} {_FORMAT}", make)


def _parquet(province: ProvinceContext, part: Part) -> bytes:
    return parquet_file(load_schemas()[part.resource], [province.read(part)])


def county_units(province: ProvinceContext) -> Iterator[SharedUnit]:
    """For each division a workbook of its figures and an archive of all its tables."""
    makers: dict[str, Callable[[ProvinceContext, str], bytes]] = {"xlsx/{}.xlsx": _workbook, "csv/{}.zip": _archive}
    for name, make in makers.items():
        for code, entry in province.index.divisions.items():
            yield SharedUnit(name.format(code), f"{entry.inputs} {_FORMAT}", partial(make, province, code))


def province_units(province: ProvinceContext) -> Iterator[SharedUnit]:
    """One workbook of the headline figures of all reports of a province."""
    made_of = " ".join(part.sha256[:16] for name in _OF_A_PROVINCE for part in province.parts.get(name, ()))
    yield SharedUnit(
        f"xlsx/province-{province.index.province}0000.xlsx",
        f"{made_of} {_FORMAT}",
        partial(_province_workbook, province),
    )


def _province_workbook(province: ProvinceContext) -> bytes:
    tables = {name: list(province.rows(name)) for name in _OF_A_PROVINCE}
    place = next((row["province"] for row in tables["reports"]), province.index.province)
    return workbook_file(TwoTongues(f"{place}信访部门预决算主要数字", f"{place}: headline figures"), tables)


def _workbook(province: ProvinceContext, code: str) -> bytes:
    tables = {name: rows for name, rows in _rows(province, code).items() if name not in _NOT_IN_A_WORKBOOK}
    place = next((_place(row) for row in tables["reports"]), code)
    return workbook_file(TwoTongues(f"{place}信访部门预决算", f"{place}: budgets and accounts"), tables)


def _archive(province: ProvinceContext, code: str) -> bytes:
    return zip_file(
        {
            f"{name}.csv": write_csv(load_schemas()[name].columns, rows)
            for name, rows in _rows(province, code).items()
            if rows
        }
    )


def _rows(province: ProvinceContext, code: str) -> dict[str, list[Row]]:
    return {name: province.division_rows(code, name) for name in _OF_A_COUNTY}


def _place(row: Row) -> str:
    return "".join(dict.fromkeys(row[name] for name in ("province", "city", "county") if row[name]))
