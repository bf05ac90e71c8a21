"""Texts of budget sections with the facts they say, each under the paragraph that says it.

A case is written as it is printed, one paragraph a line; the indented lines below a paragraph are what it must give:
``statement item measure value``, in any order and nothing besides. A line that begins with ``?`` is a figure which
has to be reported as unread.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.records import Fact
from parsers.model import DocumentModel, Paragraph, ReportContext
from parsers.statements.narrative import NarrativeReading, read_narrative


@dataclass
class Case:
    """Paragraphs, and per number of a paragraph the facts and the endings of the unread quotes."""

    paragraphs: list[str] = field(default_factory=list)
    facts: dict[int, list[str]] = field(default_factory=dict)
    unread: dict[int, list[str]] = field(default_factory=dict)


def parse(text: str) -> Case:
    case = Case()
    for line in text.strip("\n").split("\n"):
        if not line.startswith("    "):
            case.paragraphs.append(line)
            continue
        number, said = len(case.paragraphs), line.strip()
        if said.startswith("?"):
            case.unread.setdefault(number, []).append(said[1:].strip())
        else:
            case.facts.setdefault(number, []).append(said)
    return case


def read(
    *paragraphs: str, year: int = 2023, kind: str = "final_accounts", agency: str = "襄垣县信访局"
) -> NarrativeReading:
    blocks = tuple(Paragraph(number=number, text=text, page=1) for number, text in enumerate(paragraphs, start=1))
    model = DocumentModel(media_type="text/plain", reader="test", blocks=blocks)
    return read_narrative(model, ReportContext(fiscal_year=year, report_type=kind, agency=agency))


def shown(fact: Fact) -> str:
    """The fact as a case writes it: money in 元 with two places at least, else the number or the words."""
    if fact.amount is not None:
        value = f"{fact.amount:f}"
    elif fact.value is not None:
        value = f"{fact.value:f}"
    else:
        value = fact.text or fact.cell_state.value
    code = f" {fact.code}" if fact.code else ""
    return f"{fact.statement.value} {fact.item} {fact.measure.value} {value}{code}"


def said(reading: NarrativeReading) -> dict[int, list[str]]:
    """Number of a paragraph → its facts, sorted."""
    result: dict[int, list[str]] = {}
    for fact in reading.facts:
        assert fact.paragraph is not None
        result.setdefault(fact.paragraph, []).append(shown(fact))
    return {number: sorted(facts) for number, facts in result.items()}


def left(reading: NarrativeReading) -> dict[int, list[str]]:
    result: dict[int, list[str]] = {}
    for figure in reading.unread:
        result.setdefault(figure.paragraph, []).append(figure.quote)
    return result


def check(text: str, *, year: int, kind: str, agency: str = "襄垣县信访局") -> None:
    """Every fact that the case names, none besides, and the named figures unread."""
    case = parse(text)
    reading = read(*case.paragraphs, year=year, kind=kind, agency=agency)
    assert said(reading) == {number: sorted(facts) for number, facts in case.facts.items()}
    unread = left(reading)
    assert unread.keys() == case.unread.keys()
    for number, quotes in case.unread.items():
        assert len(quotes) == len(unread[number])
        assert all(quote.endswith(ending) for quote, ending in zip(unread[number], quotes, strict=True))
