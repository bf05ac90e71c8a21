"""``schema-org.jsonld``: the version as a schema.org ``Dataset``.

What a search engine is told to offer: the descriptor, which names every file, the tables of one file, and the workbook
of each province. The files of a nation go into thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from publish.build.index import ProvinceIndex
from publish.descriptor import to_compact_json
from publish.metadata.texts import ROOT, Described, files_of, is_whole
from publish.package import hash_in
from publish.tables.reference import name_of

NAME = "schema-org.jsonld"


def schema_org_file(described: Described, provinces: Iterable[ProvinceIndex]) -> bytes:
    """The file of a version from its descriptor and the indexes of its provinces."""
    release = described["release"]
    number = release["number"]
    licence = described["licenses"][0]["path"]
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": "",
        "name": described["title"],
        "alternateName": [described["title@en"], described["name"]],
        "description": f"{described['description']} {described['description@en']}",
        "url": "README.md",
        "identifier": f"{described['name']} v{number}",
        "version": described["version"],
        "datePublished": described["created"],
        "inLanguage": ["zh-Hans", "en"],
        "keywords": described["keywords"],
        "license": licence,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": described["contributors"][0]["title"]},
        "spatialCoverage": {"@type": "Country", "name": "China", "identifier": "CN"},
        "variableMeasured": _variables(described),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{described['name']} v{number}",
                "contentUrl": f"{ROOT}v{number}.datapackage.json",
                "encodingFormat": "application/json",
            },
            *_tables(described),
            *_workbooks(provinces),
        ],
    }
    return to_compact_json(made)


def _variables(described: Described) -> list[dict[str, str]]:
    """The headline figures of a report: what a search for a dataset is about."""
    totals = next(resource for resource in described["resources"] if resource["name"] == "totals")
    return [
        {
            "@type": "PropertyValue",
            "name": field["title"],
            "alternateName": field["title@en"],
            "propertyID": field["name"],
            "unitText": field["unit"],
        }
        for field in totals["schema"]["fields"]
        if "unit" in field
    ]


def _tables(described: Described) -> Iterator[dict[str, Any]]:
    for resource in described["resources"]:
        if is_whole(resource):
            for name, key, size, _ in files_of(resource):
                title = f"{resource['title']} {resource['title@en']} ({name})"
                yield _download(title, key, size, resource["mediatype"])


def _workbooks(provinces: Iterable[ProvinceIndex]) -> Iterator[dict[str, Any]]:
    for index in provinces:
        code = f"{index.province}0000"
        file = index.files.get(f"xlsx/province-{code}.xlsx")
        if file:
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            yield _download(f"{name_of(code)} 主要数字 headline figures", file.key, file.bytes, kind)


def _download(name: str, key: str, size: int, media: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": ROOT + key,
        "encodingFormat": media,
        "contentSize": f"{size} B",
        "sha256": hash_in(key),
    }
