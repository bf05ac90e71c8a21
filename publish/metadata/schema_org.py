"""``schema-org.jsonld``: the version as a schema.org ``Dataset`` with a ``DataDownload`` for every file."""

from __future__ import annotations

from typing import Any

from publish.descriptor import to_compact_json
from publish.metadata.texts import ROOT, Described, files_of

NAME = "schema-org.jsonld"


def schema_org_file(described: Described) -> bytes:
    """The file of a version from its descriptor."""
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
            *(_download(resource, *file) for resource in described["resources"] for file in files_of(resource)),
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


def _download(resource: Described, name: str, key: str, size: int, digest: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": f"{resource['title']} {resource['title@en']} ({name})",
        "contentUrl": ROOT + key,
        "encodingFormat": resource["mediatype"],
        "contentSize": f"{size} B",
        "sha256": digest,
    }
