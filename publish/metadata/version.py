"""The files of metadata that lie with every version."""

from __future__ import annotations

import json
from collections.abc import Iterator

from publish.build.index import ProvinceIndex
from publish.changes import WHOLE_ROW
from publish.generators import ProvinceContext, VersionContext
from publish.metadata import dcat, schema_org
from publish.schemas.dictionary import dictionary
from publish.schemas.fiscal import TAXONOMY_NAME, taxonomy_file
from publish.tables.reference import name_of

DICTIONARY_NAME = "data-dictionary.md"
NEW_REPORTS_NAME = "new-reports.json"
#: Reports that one version tells of by name; a version with more of them is told of as a whole.
NEW_REPORTS = 200
_TOLD = ("report_id", "agency", "fiscal_year", "report_type", "title", "page_url", "published_on")


def metadata_files(context: VersionContext) -> Iterator[tuple[str, bytes]]:
    """Catalogue entries, dictionary, our column types, and the reports that are new."""
    entries = [index.files[name].key for index in context.indexes.values() if (name := _entry(index)) in index.files]
    yield dcat.NAME, dcat.dcat_file(context.described, entries)
    yield schema_org.NAME, schema_org.schema_org_file(context.described, context.indexes.values())
    yield TAXONOMY_NAME, taxonomy_file()
    yield DICTIONARY_NAME, dictionary().encode()
    yield NEW_REPORTS_NAME, _new_reports(context)


def catalogue_entry(context: ProvinceContext) -> Iterator[tuple[str, bytes]]:
    """The province as a dataset of its own, with all its files."""
    yield _entry(context.index), dcat.dcat_of_province(context, name_of(f"{context.index.province}0000"))


def _entry(index: ProvinceIndex) -> str:
    """The name of a province's entry in its index."""
    return f"dcat/{index.province}0000.jsonld"


def _new_reports(context: VersionContext) -> bytes:
    """Reports that the version before did not have; of a first version, which has nothing but new ones, none."""
    told = []
    for line in context.rows("changes"):
        if (line["resource"], line["op"], line["field"]) == ("reports", "add", WHOLE_ROW):
            row = json.loads(line["new"])
            told.append({name: row.get(name, "") for name in _TOLD})
            if len(told) == NEW_REPORTS:
                break
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
