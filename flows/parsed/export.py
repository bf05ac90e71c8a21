"""Facts of local files as CSV: the columns of the published facts table, with file and number in front."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from flows.parsed.record import ParsedFile
from publish.schemas import load_schemas
from publish.tables.published import fact_row


def write_csv(files: Iterable[ParsedFile], target: TextIO) -> int:
    """Write all facts and return how many; RFC 4180 with LF, as the dataset's own files."""
    writer = csv.DictWriter(target, ["file", "number", *load_schemas()["facts"].columns], lineterminator="\n")
    writer.writeheader()
    count = 0
    for parsed in files:
        for number, fact in enumerate(parsed.facts, start=1):
            writer.writerow({"file": parsed.head.file, "number": number, **fact_row(fact)})
            count += 1
    return count
