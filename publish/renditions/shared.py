"""Renditions that versions share: named by their content, made again only where rows changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from publish.generators import Made, PlaceTables, ProvinceContext, SharedUnit, Sources
from publish.renditions.archive import zip_file
from publish.renditions.parquet import parquet_file
from publish.renditions.workbook import workbook_file
from publish.schemas import Row, TwoTongues, load_schemas

#: To be raised with every change of the bytes that a rendition makes of the same rows.
_FORMAT = "4"
#: Coverage changes with every visit and is of the whole country: no county's file is made again for it.
_OF_A_COUNTY = tuple(
    name for name, schema in load_schemas().items() if schema.by_province and name not in ("coverage", "changes")
)
_OF_A_PROVINCE = ("reports", "totals", "three_public")


def parquet_units(province: ProvinceContext) -> Iterator[SharedUnit]:
    """The Parquet form of every table part."""
    for resource, parts in province.parts.items():
        for part in parts:
            yield SharedUnit(
                f"parquet/{resource}-{part.name}.parquet",
                f"{part.sha256[:32]} {_FORMAT}",
                Sources(parts=(part,)),
                partial(_parquet, resource),
            )


def _parquet(resource: str, tables: PlaceTables) -> Made:
    return Made(parquet_file(load_schemas()[resource], [tables.csv[resource]]))


def county_units(province: ProvinceContext) -> Iterator[SharedUnit]:
    """For each division a workbook and an archive of all its tables."""
    makers: dict[str, Callable[[str, PlaceTables], Made]] = {"xlsx/{}.xlsx": _workbook, "csv/{}.zip": _archive}
    for name, make in makers.items():
        for code, entry in province.index.divisions.items():
            made_of = f"{entry.inputs} {_FORMAT}"
            yield SharedUnit(name.format(code), made_of, Sources(code=code), partial(make, code))


def province_units(province: ProvinceContext) -> Iterator[SharedUnit]:
    """One workbook of the headline figures of all reports of a province."""
    parts = tuple(part for name in _OF_A_PROVINCE for part in province.parts.get(name, ()))
    made_of = " ".join(part.sha256[:16] for part in parts)
    yield SharedUnit(
        f"xlsx/province-{province.index.province}0000.xlsx",
        f"{made_of} {_FORMAT}",
        Sources(parts=parts),
        partial(_province_workbook, province.index.province),
    )


def _province_workbook(province: str, tables: PlaceTables) -> Made:
    place = next((row["province"] for row in tables.rows("reports")), province)
    title = TwoTongues(f"{place}信访部门预决算主要数字", f"{place}: headline figures")
    return Made(workbook_file(title, {name: tables.columns(name) for name in _OF_A_PROVINCE}))


def _workbook(code: str, tables: PlaceTables) -> Made:
    place = next((_place(row) for row in tables.rows("reports")), code)
    title = TwoTongues(f"{place}信访部门预决算", f"{place}: budgets and accounts")
    return Made(workbook_file(title, {name: tables.columns(name) for name in _OF_A_COUNTY}))


def _archive(_code: str, tables: PlaceTables) -> Made:
    return Made(zip_file({f"{name}.csv": tables.csv[name] for name in _OF_A_COUNTY if name in tables.csv}))


def _place(row: Row) -> str:
    return "".join(dict.fromkeys(row[name] for name in ("province", "city", "county") if row[name]))
