"""``dcat.jsonld``: the version as a DCAT 3 dataset, each table as a dataset of its own with a distribution per file.

Addresses are relative to the file itself, so that it is right wherever the store lies. The context stands in the file:
no reader has to fetch one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from publish.descriptor import to_compact_json
from publish.metadata.texts import ROOT, Described, both, files_of, titles

NAME = "dcat.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "adms": "http://www.w3.org/ns/adms#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"


def dcat_file(described: Described, parquet: Mapping[str, str]) -> bytes:
    """The file of a version from its descriptor and the keys of its Parquet files, ``parquet/{resource}-{part}``."""
    number = described["release"]["number"]
    graph = [
        _package(described, number),
        *(_table(described, resource, parquet) for resource in described["resources"]),
    ]
    # A line for each node: the tables of a nation have thousands of files, and indenting them takes most of the time.
    nodes = b",".join(map(to_compact_json, graph))
    return b'{"@context":%b,"@graph":[\n%b]}\n' % (to_compact_json(_CONTEXT).rstrip(), nodes)


def _package(described: Described, number: int) -> dict[str, Any]:
    release = described["release"]
    made: dict[str, Any] = {
        "@id": "",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{described['name']} v{number}",
        "dcterms:title": titles(described),
        "dcterms:description": titles(described, "description"),
        "dcterms:issued": _moment(described["created"]),
        "dcterms:language": [{"@id": "http://publications.europa.eu/resource/authority/language/ZHO"}],
        "dcterms:spatial": {"@id": "http://publications.europa.eu/resource/authority/country/CHN"},
        "dcterms:license": {"@id": described["licenses"][0]["path"]},
        "dcterms:publisher": {"@type": "foaf:Agent", "foaf:name": described["contributors"][0]["title"]},
        "dcterms:provenance": {
            "@type": "dcterms:ProvenanceStatement",
            "dcterms:description": described["sources"][0]["title"],
        },
        "dcat:version": described["version"],
        "dcat:keyword": described["keywords"],
        "dcat:landingPage": {"@id": "README.md"},
        "dcat:hasPart": [{"@id": f"#{resource['name']}"} for resource in described["resources"]],
        "dcat:distribution": [
            {
                "@id": "#datapackage",
                "@type": "dcat:Distribution",
                "dcterms:title": both("数据包描述", "Data Package descriptor"),
                "dcat:downloadURL": {"@id": f"{ROOT}v{number}.datapackage.json"},
                "dcat:mediaType": {"@id": f"{_MEDIA}application/json"},
                "dcterms:conformsTo": {"@id": described["$schema"]},
            }
        ],
    }
    if release["previous"] is not None:
        made["dcat:previousVersion"] = {"@id": f"../{release['previous']}/{NAME}"}
    return made


def _table(described: Described, resource: Described, parquet: Mapping[str, str]) -> dict[str, Any]:
    return {
        "@id": f"#{resource['name']}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{described['name']} v{described['release']['number']} {resource['name']}",
        "dcterms:title": titles(resource),
        "dcterms:description": titles(resource, "description"),
        "dcterms:isPartOf": {"@id": ""},
        "dcterms:license": {"@id": described["licenses"][0]["path"]},
        "dcat:distribution": [*_distributions(described, resource), *_parquet(described, resource, parquet)],
    }


def _distributions(described: Described, resource: Described) -> Iterator[dict[str, Any]]:
    for name, key, size, digest in files_of(resource):
        yield {
            "@id": f"#{resource['name']}/{name}",
            "@type": "dcat:Distribution",
            "dcterms:title": both(f"{resource['title']}（{name}）", f"{resource['title@en']} ({name})"),
            "dcterms:license": {"@id": described["licenses"][0]["path"]},
            "dcat:accessURL": {"@id": ROOT + key},
            "dcat:downloadURL": {"@id": ROOT + key},
            "dcat:mediaType": {"@id": f"{_MEDIA}text/csv"},
            "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": digest},
            },
        }


def _parquet(described: Described, resource: Described, parquet: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for name, *_ in files_of(resource):
        key = parquet.get(f"parquet/{resource['name']}-{name}.parquet")
        if key:
            yield {
                "@id": f"#{resource['name']}/{name}/parquet",
                "@type": "dcat:Distribution",
                "dcterms:title": both(
                    f"{resource['title']}（{name}，Parquet）", f"{resource['title@en']} ({name}, Parquet)"
                ),
                "dcterms:license": {"@id": described["licenses"][0]["path"]},
                "dcat:accessURL": {"@id": ROOT + key},
                "dcat:downloadURL": {"@id": ROOT + key},
                "dcat:mediaType": {"@id": f"{_MEDIA}application/vnd.apache.parquet"},
            }


def _moment(text: str) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": text}
