"""The files under ``versions/{n}/`` that are made from the descriptor: for people and for checking.

All are functions of the descriptor and the parts; none holds anything that only this machine knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib import resources
from typing import Any

from domain.declared import from_yaml
from domain.identifiers import sha256_hex
from publish.build.statistics import statistics_file
from publish.descriptor import DESCRIPTION_EN, DESCRIPTION_ZH, TITLE_EN, TITLE_ZH, descriptor_key, to_json
from publish.generators import Generator, VersionContext
from publish.package import WHOLE, hash_in
from publish.schemas import load_schemas
from publish.sums import SUMS_NAME, is_list, sums_file

#: Copy of the part of the resource ``changes``, under a name that is easy to find.
CHANGES_NAME = "changes.csv"


def version_files(
    context: VersionContext, *, previous_sums: bytes | None, generators: Sequence[Generator]
) -> dict[str, bytes]:
    """Name below ``versions/{n}/`` to bytes, without ``changes.csv`` (which is a part already).

    ``generators`` add what is made beside the tables. ``previous_sums`` is SHA256SUMS of the version before: its hash
    stands in the new one, so that the manifests chain.
    """
    described, number = context.described, context.number
    files = {
        "statistics.json": to_json(statistics_file(described["release"]["rows"], context.statistics)),
        "CITATION.cff": _citation(described).encode(),
        "README.md": _readme(described).encode(),
        "LICENSE": _licence().encode(),
    }
    for generate in generators:
        files |= dict(generate(context))
    files["index.json"] = to_json(_index(described, context.descriptor, files))
    sums = {
        part.key: part.sha256
        for name, several in context.parts.items()
        for part in several
        if part.name == WHOLE or not load_schemas()[name].by_province
    }
    sums |= {key: hash_in(key) for key in described["release"]["indexes"].values()}
    for index in context.indexes.values():
        sums |= {one.key: hash_in(one.key) for name, one in index.files.items() if is_list(name)}
    sums |= context.also
    sums |= {f"versions/{number}/{name}": sha256_hex(data) for name, data in files.items()}
    sums[f"versions/{number}/{CHANGES_NAME}"] = _hash_of_joined(context)
    sums[descriptor_key(number)] = sha256_hex(context.descriptor)
    if previous_sums is not None:
        sums[f"versions/{number - 1}/{SUMS_NAME}"] = sha256_hex(previous_sums)
    files[SUMS_NAME] = sums_file(sums)
    return files


def _hash_of_joined(context: VersionContext) -> str:
    """SHA-256 of ``changes.csv``, which is its parts under one header; they are read one after another."""
    digest = sha256()
    for number, part in enumerate(context.parts["changes"]):
        data = context.read(part.key)
        digest.update(data[data.index(b"\n") + 1 :] if number else data)
    return digest.hexdigest()


def _index(described: dict[str, Any], descriptor: bytes, files: Mapping[str, bytes]) -> dict[str, Any]:
    release = described["release"]
    return {
        "name": described["name"],
        "title": described["title"],
        "title@en": described["title@en"],
        "number": release["number"],
        "version": described["version"],
        "created": described["created"],
        "result": "published",
        "run_id": release["run_id"],
        "code_version": release["code_version"],
        "previous": release["previous"],
        "accepted": release["accepted"],
        "judged": release["judged"],
        "withheld": release["withheld"],
        "descriptor": {"path": descriptor_key(release["number"]), "hash": f"sha256:{sha256_hex(descriptor)}"},
        "rows": release["rows"],
        "changes": release["changes"],
        "resources": [
            {
                "name": one["name"],
                "title": one["title"],
                "title@en": one["title@en"],
                "rows": one["rows"],
                "bytes": one["bytes"],
                "files": len(one["parts"]),
            }
            for one in described["resources"]
        ],
        "files": [
            {
                "path": f"versions/{release['number']}/{name}",
                "bytes": len(data),
                "hash": f"sha256:{sha256_hex(data)}",
            }
            for name, data in sorted(files.items())
        ],
    }


def _citation(described: dict[str, Any]) -> str:
    return "\n".join(
        (
            "cff-version: 1.2.0",
            "message: 引用本数据集请使用以下信息 / If you use this dataset, please cite it as below.",
            "type: dataset",
            f'title: "{TITLE_ZH} / {TITLE_EN}"',
            f'version: "{described["version"]}"',
            f"date-released: {_released_on(described['version'])}",
            "authors:",
            '  - name: "xinfang"',
            "license: CC-BY-4.0",
            f'identifiers: [{{type: other, value: "{described["name"]} v{described["release"]["number"]}"}}]',
            "",
        )
    )


def _released_on(name: str) -> str:
    """The day a calendar version names, in ISO form."""
    year, month, day = name.split(".")[:3]
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def _readme(described: dict[str, Any]) -> str:
    release = described["release"]
    rows = [
        f"| `{one['name']}` | {one['title']} | {one['title@en']} | {release['rows'][one['name']]} |"
        for one in described["resources"]
    ]
    changes = [
        f"| `{name}` | {count['add']} | {count['remove']} | {count['change']} |"
        for name, count in release["changes"].items()
    ]
    accepted = (
        f"越过发布限制的理由 / accepted past the limits: {release['accepted']}\n\n" if release["accepted"] else ""
    )
    return "\n".join(
        (
            f"# {TITLE_ZH} {described['version']}",
            "",
            f"{TITLE_EN}. 版本序号 / version number: {release['number']}.",
            "",
            DESCRIPTION_ZH,
            "",
            DESCRIPTION_EN,
            "",
            "| 资源 resource | 名称 | title | 行 rows |",
            "|---|---|---|---|",
            *rows,
            "",
            accepted + "与上一版本相比的行 / rows against the previous version:",
            "",
            "| 资源 resource | 新增 added | 删除 removed | 修改 changed |",
            "|---|---|---|---|",
            *changes,
            "",
            f"读取 / read: `{descriptor_key(release['number'])}`（Data Package）",
            "",
            f"核对 / check: `sha256sum -c versions/{release['number']}/{SUMS_NAME}`（在根目录运行 / from the root）",
            "",
            "许可 / licence: CC BY 4.0（`LICENSE`）；引用 / cite: `CITATION.cff`。",
            "原文件的权利归其发布机关。 Rights in the original documents stay with their publishers.",
            "",
        )
    )


def _licence() -> str:
    declared = from_yaml(resources.files("publish").joinpath("licence.yaml").read_text(encoding="utf-8"))
    return str(declared["text"])
