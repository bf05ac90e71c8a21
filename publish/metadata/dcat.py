"""``dcat.jsonld``: the version as a DCAT 3 dataset; its tables and its provinces are datasets of their own.

A table of one file has this file as its distribution. The files of all others are cut by province, and the dataset of a
province, a file that versions share, has a distribution for each. So a version that changes one report names thirty
provinces again and not every file of the nation, and who harvests one province reads no other.

Addresses are relative to the file they stand in, so that they are right wherever the store lies. The context stands in
each file: no reader has to fetch one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from publish.descriptor import LICENSE, PACKAGE_NAME, to_compact_json
from publish.generators import ProvinceContext
from publish.metadata.texts import ROOT, Described, both, files_of, is_whole, titles
from publish.package import hash_in

NAME = "dcat.jsonld"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LINKS = (
    *("dcterms:license", "dcterms:isPartOf", "dcterms:conformsTo", "dcterms:language", "dcterms:spatial"),
    *("dcat:mediaType", "dcat:accessURL", "dcat:downloadURL", "dcat:landingPage", "dcat:previousVersion"),
    *("dcat:hasPart", "spdx:algorithm"),
)
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "adms": "http://www.w3.org/ns/adms#",
    **{name: {"@type": "@id"} for name in _LINKS},
    "dcterms:issued": {"@type": "xsd:dateTime"},
    "dcat:byteSize": {"@type": "xsd:nonNegativeInteger"},
    "spdx:checksumValue": {"@type": "xsd:hexBinary"},
}


def dcat_file(described: Described, provinces: Sequence[str]) -> bytes:
    """The file of a version: from its descriptor, and the keys of the files of its provinces."""
    tables = (_table(described, resource) for resource in described["resources"])
    return _by_lines(_package(described, provinces), *tables)


def dcat_of_province(context: ProvinceContext, name: str) -> bytes:
    """The file of a province called ``name``: all its CSV and Parquet files, and its workbook."""
    files = context.index.files
    distributions = []
    for resource, parts in context.parts.items():
        for part in parts:
            title = f"{resource} {part.name}"
            distributions.append(_file(title, part.key, part.bytes, "text/csv"))
            parquet = files.get(f"parquet/{resource}-{part.name}.parquet")
            if parquet:
                distributions.append(_file(title, parquet.key, parquet.bytes, "application/vnd.apache.parquet"))
    workbook = files.get(f"xlsx/province-{context.index.province}0000.xlsx")
    if workbook:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        distributions.append(_file(name, workbook.key, workbook.bytes, kind))
    code = f"{context.index.province}0000"
    return _by_lines(
        {
            "@id": "",
            "@type": "dcat:Dataset",
            "dcterms:identifier": f"{PACKAGE_NAME} {code}",
            "dcterms:title": both(f"{name}信访部门预决算", f"Budgets and accounts of petition bureaus: {name}"),
            "dcterms:spatial": {"@type": "dcterms:Location", "dcterms:title": name, "dcterms:identifier": code},
            "dcterms:license": LICENSE["path"],
            "dcat:distribution": distributions,
        }
    )


def _by_lines(*graph: dict[str, Any]) -> bytes:
    """A line for each node: indenting them would take most of the time."""
    nodes = b",".join(map(to_compact_json, graph))
    return b'{"@context":%b,"@graph":[\n%b]}\n' % (to_compact_json(_CONTEXT).rstrip(), nodes)


def _package(described: Described, provinces: Sequence[str]) -> dict[str, Any]:
    release = described["release"]
    made: dict[str, Any] = {
        "@id": "",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{described['name']} v{release['number']}",
        "dcterms:title": titles(described),
        "dcterms:description": titles(described, "description"),
        "dcterms:issued": described["created"],
        "dcterms:language": "http://publications.europa.eu/resource/authority/language/ZHO",
        "dcterms:spatial": "http://publications.europa.eu/resource/authority/country/CHN",
        "dcterms:license": described["licenses"][0]["path"],
        "dcterms:publisher": {"@type": "foaf:Agent", "foaf:name": described["contributors"][0]["title"]},
        "dcterms:provenance": {
            "@type": "dcterms:ProvenanceStatement",
            "dcterms:description": described["sources"][0]["title"],
        },
        "dcat:version": described["version"],
        "dcat:keyword": described["keywords"],
        "dcat:landingPage": "README.md",
        "dcat:hasPart": [
            *(f"#{resource['name']}" for resource in described["resources"]),
            *(ROOT + key for key in provinces),
        ],
        "dcat:distribution": [_descriptor(described, "#datapackage")],
    }
    if release["previous"] is not None:
        made["dcat:previousVersion"] = f"../{release['previous']}/{NAME}"
    return made


def _descriptor(described: Described, name: str) -> dict[str, Any]:
    """The Data Package, which names every file of every table, as a distribution called ``name``."""
    address = f"{ROOT}v{described['release']['number']}.datapackage.json"
    return {
        "@id": name,
        "@type": "dcat:Distribution",
        "dcterms:title": both("数据包描述", "Data Package descriptor"),
        "dcterms:license": LICENSE["path"],
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": f"{_MEDIA}application/json",
        "dcterms:conformsTo": described["$schema"],
    }


def _table(described: Described, resource: Described) -> dict[str, Any]:
    return {
        "@id": f"#{resource['name']}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{described['name']} v{described['release']['number']} {resource['name']}",
        "dcterms:title": titles(resource),
        "dcterms:description": titles(resource, "description"),
        "dcterms:isPartOf": "",
        "dcterms:license": LICENSE["path"],
        "dcat:distribution": list(_of_table(described, resource)),
    }


def _of_table(described: Described, resource: Described) -> Iterator[dict[str, Any]]:
    """The file of a table that is not cut; the list of its files of one that is."""
    if not is_whole(resource):
        yield _descriptor(described, f"#{resource['name']}/datapackage")
        return
    for name, key, size, _ in files_of(resource):
        yield _file(f"{resource['name']} {name}", key, size, resource["mediatype"])


def _file(title: str, key: str, size: int, media: str) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dcterms:title": title,
        "dcterms:license": LICENSE["path"],
        "dcat:accessURL": ROOT + key,
        "dcat:downloadURL": ROOT + key,
        "dcat:mediaType": f"{_MEDIA}{media}",
        "dcat:byteSize": str(size),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": "spdx:checksumAlgorithm_sha256",
            "spdx:checksumValue": hash_in(key),
        },
    }
