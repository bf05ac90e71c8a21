"""A published version judged as a whole, from its files alone: every rule, key and reference, by both judges.

A publish judges what changed, together with all that its keys point to; here nothing is taken over from before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from publish.descriptor import descriptor_key, parts_of
from publish.gate import PartFile, check_files, judge_package
from publish.scratch import scratch_folder
from publish.verify import Read, VerifyReport

#: Problems that a report lists.
_SHOWN = 100


def judged_whole(read: Read, report: VerifyReport) -> VerifyReport:
    """The report with what both judges say of the version, if its files are all there and whole."""
    if not report.ok:
        return report
    return replace(report, problems=tuple(islice(judge_published(read, report.number), _SHOWN)))


def judge_published(read: Read, number: int) -> Iterator[str]:
    """What breaks the contract in version ``number``, as sentences. The files are copied to this machine's disk."""
    descriptor = read(descriptor_key(number))
    if descriptor is None:
        yield f"没有第 {number} 版 / there is no version {number}"
        return
    with scratch_folder("deep") as folder:
        target = folder / descriptor_key(number)
        target.write_bytes(descriptor)
        files = []
        for part in (part for resource in json.loads(descriptor)["resources"] for part in parts_of(resource)):
            data = read(part.key)
            if data is None:
                yield f"{part.key}: 缺失 / missing"
                return
            path = folder / part.key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            files.append(PartFile(part.resource, part.name, path, part.rows))
        for problem in check_files(files):
            yield problem.message
        for problem in judge_package(target):
            yield f"Frictionless: {problem.message}"
