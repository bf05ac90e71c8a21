"""Files a person hands in: found, read in a worker process, their facts numbered from 1 as ``parse`` shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.corrections import published_item
from domain.records import Fact, Measure
from parsers.model import ReportContext
from parsers.parse import ParseResult, ReadDocument, Source, Workbench, parse_report

#: Endings of what may hold a disclosure when a whole folder is given; a file named by itself may have any.
_ENDINGS = re.compile(
    r"\.(?:pdf|docx?|wps|xlsx?|et|html?|mht|mhtml|ofd|txt|rtf|odt|ods|jpe?g|png|tiff?|bmp|webp)", re.IGNORECASE
)
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class LocalFile:
    """One file with what was read from it."""

    path: Path
    source: Source
    result: ParseResult

    @property
    def document(self) -> ReadDocument:
        return self.result.documents[0]


class FactChoice(LookupError):
    """No fact, or more than one, answers to what a person wrote; the message lists the candidates."""


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files themselves, and of folders all files (below them too) that may hold a disclosure, by name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                one
                for one in path.rglob("*")
                if one.is_file() and _ENDINGS.fullmatch(one.suffix) and not one.name.startswith((".", "~$"))
            )
        else:
            yield path


def read_local(
    path: Path, workbench: Workbench, *, year: int | None = None, report_type: str | None = None
) -> LocalFile:
    """Read one file; year and kind are taken from it unless given. A file that cannot be read has a named state."""
    source = Source(path.read_bytes(), path.name)
    context = ReportContext(fiscal_year=year, report_type=report_type)
    report_id = f"file-{source.document_id[:12]}"
    return LocalFile(
        path, source, parse_report([source], context, report_id=report_id, workbench=workbench, identified=False)
    )


def choose_fact(facts: tuple[Fact, ...], wanted: str) -> Fact:
    """The fact a person means: its id (or the beginning of it), its number from 1, or ``statement/item/measure``.

    Raises :class:`FactChoice`.
    """
    if wanted.isdecimal():
        number = int(wanted)
        if not 1 <= number <= len(facts):
            raise FactChoice(f"只有 {len(facts)} 条数据 / there are {len(facts)} facts, not {number}")
        return facts[number - 1]
    found = [(number, fact) for number, fact in enumerate(facts, start=1) if _answers(fact, wanted)]
    if len(found) == 1:
        return found[0][1]
    if not found:
        raise FactChoice(f"没有这条数据 / no such fact: {wanted}")
    some = "\n".join(f"  {number}: {fact_name(fact)} {fact.printed} {fact.fact_id}" for number, fact in found[:_SHOWN])
    more = "\n  …" if len(found) > _SHOWN else ""
    raise FactChoice(
        f"有 {len(found)} 条，请写编号或序号 / {len(found)} facts, name one by number or id:\n{some}{more}"
    )


def fact_name(fact: Fact) -> str:
    return f"{fact.statement.value}/{published_item(fact)}/{fact.measure.value}"


def _answers(fact: Fact, wanted: str) -> bool:
    if wanted.startswith("f-"):
        return fact.fact_id.startswith(wanted)
    statement, _, rest = wanted.partition("/")
    if statement != fact.statement.value:
        return False
    item, _, measure = rest.rpartition("/")
    if item and measure in set(Measure):
        return item == published_item(fact) and measure == fact.measure.value
    return rest == published_item(fact)
