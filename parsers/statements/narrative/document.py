"""A whole document: passages in their sections, drafts settled together, facts in reading order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from domain.records import Fact, Origin, Statement
from domain.text import normalise
from parsers.model import DocumentModel, Paragraph, ReportContext, Table
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.facts import quote, to_fact
from parsers.statements.narrative.grammar import Walk
from parsers.statements.narrative.passages import Passage, passages
from parsers.statements.narrative.prose import ProseState, name_project, read_prose, read_texts, work_in_cells
from parsers.statements.narrative.resolve import resolve
from parsers.statements.narrative.sections import SectionTracker, find_heading
from parsers.statements.narrative.subjects import Context

_REPORT_YEAR = re.compile(r"(20\d\d)年度?")
_LONG_CELL = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where an unread figure stands, and why nobody read it."""

    paragraph: int
    page: int | None
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class DocumentRead:
    facts: tuple[Fact, ...]
    unread: tuple[Place, ...]


def read_document(model: DocumentModel, context: ReportContext) -> DocumentRead:
    """All facts of the sentences of ``model`` in reading order, and the figures nobody claimed."""
    known = _context(model, context)
    tracker, state = SectionTracker(), ProseState()
    drafts: list[Draft] = []
    sources: list[Passage] = []
    unread: list[Place] = []
    chain = 0
    for passage in passages(model.blocks):
        start = _enter_headings(passage.text, tracker, state)
        if start >= len(passage.text):
            continue
        found, loose, chain = _read_passage(passage, start, tracker, state, known, chain)
        drafts.extend(found)
        sources.extend([passage] * len(found))
        unread.extend(loose)
    facts = [
        to_fact(draft, passage, model)
        for draft, passage in zip(resolve(drafts, known), sources, strict=True)
        if draft is not None
    ]
    return DocumentRead((*facts, *_cell_facts(model)), tuple(unread))


def _enter_headings(text: str, tracker: SectionTracker, state: ProseState) -> int:
    """Open the heading that the passage begins with; the position where the text behind it begins."""
    heading = find_heading(text)
    if heading is None:
        return 0
    name_project(heading.title, state)
    known = tracker.enter(heading)
    return heading.length if known or heading.length >= len(text) else 0


def _read_passage(
    passage: Passage, start: int, tracker: SectionTracker, state: ProseState, context: Context, chain: int
) -> tuple[list[Draft], list[Place], int]:
    section, reads = tracker.section, tracker.reads
    if reads == "nothing":
        return [], [], chain
    text = passage.text[start:]
    heading = tracker.titles[-1] if tracker.titles else ""
    drafts = [*read_texts(text, section, state)]
    unread: list[Place] = []
    if reads == "budget":
        walk = Walk(text, section, context, heading, chain)
        walk.run()
        chain = walk.last_chain
        drafts += walk.drafts
        claimed = {draft.position for draft in walk.drafts}
        if section == "other":
            drafts += [
                draft for draft in read_prose(text, section, state, budget=context.budget) if draft.position not in claimed
            ]
        unread = [
            Place(
                (paragraph := passage.paragraph_at(start + loose.position)).number,
                paragraph.page,
                quote(passage, start + loose.start, start + loose.end),
                loose.why,
            )
            for loose in walk.loose
        ]
    else:
        drafts += read_prose(text, section, state, budget=context.budget)
    drafts.sort(key=lambda draft: draft.position)
    return [_shifted(draft, start) for draft in drafts], unread, chain


def _shifted(draft: Draft, by: int) -> Draft:
    """The draft with positions in the whole passage."""
    if by == 0:
        return draft
    figure = draft.figure
    return replace(
        draft,
        start=draft.start + by,
        end=draft.end + by,
        position=draft.position + by,
        label=(draft.label[0] + by, draft.label[1] + by) if draft.label else None,
        figure=replace(
            figure,
            start=figure.start + by,
            end=figure.end + by,
            number=(figure.number[0] + by, figure.number[1] + by),
        )
        if figure
        else None,
    )


def _cell_facts(model: DocumentModel) -> list[Fact]:
    """Work that performance tables tell of in whole sentences."""
    facts = []
    for block in model.blocks:
        if not isinstance(block, Table):
            continue
        cells = [cell for cell in block.cells if len(cell.text) >= _LONG_CELL and re.search("[,，。;；]", cell.text)]
        paragraphs = [Paragraph(0, cell.text, cell.page, cell.bbox) for cell in cells]
        read = [next(passages([paragraph]), None) for paragraph in paragraphs]
        texts = [passage.text if passage else "" for passage in read]
        for index, draft in work_in_cells(texts):
            passage, cell = read[index], cells[index]
            if passage is None or draft.statement is not Statement.WORKLOAD:
                continue
            fact = to_fact(draft, passage, model)
            facts.append(
                fact.model_copy(
                    update={
                        "paragraph": None,
                        "origin": Origin.NARRATIVE,
                        "page": cell.page or block.page,
                        "table_no": block.number,
                        "row_no": cell.row + 1,
                        "column_no": cell.column + 1,
                    }
                )
            )
    return facts


def _context(model: DocumentModel, context: ReportContext) -> Context:
    """Fiscal year and kind of report: what is known before, else what the document says most often."""
    texts = [normalise(paragraph.text) for paragraph in model.paragraphs]
    years = Counter(int(year) for text in texts for year in _REPORT_YEAR.findall(text))
    year = context.fiscal_year
    if year is None or (years and year not in years):
        year = years.most_common(1)[0][0] if years else year
    budget = context.report_type == "budget"
    if context.report_type is None:
        joined = "".join((model.title or "", *texts))
        budget = joined.count("决算") == 0 and joined.count("预算") > 0
    return Context(year, budget)
