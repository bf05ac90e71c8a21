"""The shared files of a province: made again only if what they are made of changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from domain.identifiers import sha256_hex
from publish.build.index import ProvinceIndex, SharedFile
from publish.build.provinces import Parts, Standing
from publish.build.staging import Staging
from publish.generators import ProvinceContext, SharedGenerator


def with_shared_files(
    index: ProvinceIndex,
    parts: Parts,
    standing: Standing | None,
    staging: Staging,
    makers: Sequence[SharedGenerator],
) -> ProvinceIndex:
    """The index with all shared files of the province; new ones are staged."""
    before = standing.index.files if standing else {}
    context = ProvinceContext(index, parts, staging)
    files: dict[str, SharedFile] = {}
    for generate in makers:
        for unit in generate(context):
            held = before.get(unit.name)
            if held is not None and held.made_of == unit.made_of:
                files[unit.name] = held
                continue
            data = unit.make()
            digest = sha256_hex(data)
            name = PurePosixPath(unit.name)
            key = f"data/{digest[:2]}/{'-'.join(name.with_suffix('').parts)}-{digest}{name.suffix}"
            staging.put(key, data)
            files[unit.name] = SharedFile(key, len(data), unit.made_of)
    return replace(index, files=files)
