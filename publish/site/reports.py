"""The file of one report: its documents, its printed tables, all its facts with their evidence, and its checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from operator import itemgetter

from publish.schemas import Row, load_schemas
from publish.site.forms import printed_tables
from publish.site.rows import Json, ReportRows, without_empty

#: Columns of a fact that repeat from fact to fact: held once, named by position.
_REPEATED = (
    "document_id",
    "statement",
    "item",
    "item_printed",
    "code",
    "measure",
    "printed_unit",
    "cell_state",
    "origin",
    "quote",
    "method",
    "confidence",
    "agreement",
    "correction_id",
)
_SHOWN_VERDICTS = ("error", "warn", "info", "rounding")


def report_file(rows: ReportRows) -> Json:
    """Everything the browser shows of one report. ``rows`` holds the rows of one report by resource."""
    (report,) = rows["reports"]
    facts = sorted(rows["facts"], key=_reading_order(rows["documents"]))
    checks = sorted(rows["checks"], key=lambda check: (_severity(check), check["rule"], check["check_id"]))
    return {
        "report": without_empty(report, *report),
        "documents": [without_empty(one, *one) for one in rows["documents"]],
        "tables": printed_tables(facts),
        "facts": packed(facts),
        "checks": [_check(one) for one in checks if one["verdict"] in _SHOWN_VERDICTS],
        "passed": dict(sorted(Counter(one["rule"] for one in checks if one["verdict"] == "pass").items())),
    }


def packed(facts: Sequence[Row]) -> Json:
    """Rows as lists; a column named in ``shared`` holds positions in ``strings``. "" stands for an empty cell."""
    columns = [name for name in load_schemas()["facts"].columns if name != "report_id"]
    rows = map(itemgetter(*columns), facts)
    by_column = dict(zip(columns, zip(*rows, strict=True) if facts else repeat((), len(columns)), strict=True))
    repeated = [name for name in columns if name in _REPEATED]
    strings = dict.fromkeys(chain.from_iterable(by_column[name] for name in repeated))
    places = dict(zip(strings, range(len(strings)), strict=True))
    shown = (map(places.__getitem__, by_column[name]) if name in _REPEATED else by_column[name] for name in columns)
    return {
        "columns": columns,
        "shared": list(_REPEATED),
        "strings": list(strings),
        "rows": list(zip(*shown, strict=True)),
    }


def _check(check: Row) -> Json:
    return without_empty(check, *(name for name in check if name != "report_id"))


def _severity(check: Row) -> int:
    return _SHOWN_VERDICTS.index(check["verdict"]) if check["verdict"] in _SHOWN_VERDICTS else len(_SHOWN_VERDICTS)


def _reading_order(documents: Sequence[Row]) -> Callable[[Row], tuple[int | str, ...]]:
    order = {one["document_id"]: number for number, one in enumerate(documents)}

    def key(fact: Row) -> tuple[int | str, ...]:
        document, *places, fact_id = _place(fact)
        return (order.get(document, len(order)), *[int(one) if one else 0 for one in places], fact_id)

    return key


_place = itemgetter("document_id", "page", "table_no", "row_no", "column_no", "paragraph", "fact_id")
