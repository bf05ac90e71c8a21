"""A whole document: passages in their sections, drafts settled together, facts in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from domain.money import money_unit
from domain.records import Fact
from domain.text import normalise
from parsers.model import Cell, DocumentModel, Paragraph, ReportContext, Table
from parsers.statements.narrative.announced import Announced, announced_by
from parsers.statements.narrative.baseless_changes import settle_baseless_changes
from parsers.statements.narrative.carried_changes import settle_carried_changes
from parsers.statements.narrative.declarations import compared, sections
from parsers.statements.narrative.drafts import Draft, Loose
from parsers.statements.narrative.facts import quote, to_fact
from parsers.statements.narrative.grammar import Walk
from parsers.statements.narrative.passages import Passage, passages
from parsers.statements.narrative.projects import ProseState, name_project
from parsers.statements.narrative.prose import read_prose, read_texts, reads_prose_too
from parsers.statements.narrative.reading import NarrativeReading, UnreadFigure
from parsers.statements.narrative.resolve import resolve
from parsers.statements.narrative.sections import (
    SectionTracker,
    by_sentence,
    find_heading,
    numbering,
    section_of_sentence,
)
from parsers.statements.narrative.subjects import Context
from parsers.statements.narrative.tokens import agency_ending
from parsers.statements.narrative.workload import work_in_cells

#: 比2021年增加 names the year of a comparison, not that of the report.
_REPORT_YEAR = re.compile(r"(?<![比与较同])(20\d\d)年度?")
_LONG_CELL = 40
#: The head of a form of goals whose cells were read as lines, and a sentence, which ends it.
_GOALS_HEAD = re.compile(r"一级(?:目标|指标)二级(?:目标|指标)")
_SENTENCE = re.compile(r"[。;]$")


class DocumentReader:
    """Reads one document once; what one passage says of section, project and year holds for the next."""

    def __init__(self, model: DocumentModel, context: ReportContext) -> None:
        self._model = model
        self._context = _context(model, context)
        self._sections = SectionTracker()
        self._prose = ProseState(year=self._context.year)
        self._chain = 0
        self._announced: Announced | None = None
        #: The words of a section's own heading stand right before what is read now.
        self._headed = False
        #: The passage before is a heading that opened a section.
        self._behind_heading = False
        #: Between the head of a form of goals and the next heading or sentence: cells, whose words name no rate.
        self._in_goals = False
        #: 单位：万元 of the title that is open.
        self._unit: str | None = None
        self._drafts: list[tuple[Draft, Passage]] = []
        self._unread: list[UnreadFigure] = []

    def read(self) -> NarrativeReading:
        for passage in passages(self._model.blocks):
            self._passage(passage)
        settled = resolve([draft for draft, _ in self._drafts], self._context)
        pairs = zip(settled, (passage for _, passage in self._drafts), strict=True)
        facts = [to_fact(draft, passage) for draft, passage in pairs if draft is not None]
        return NarrativeReading((*facts, *self._cells()), tuple(self._unread))

    def _passage(self, passage: Passage) -> None:
        behind, self._behind_heading = self._behind_heading, False
        start = self._enter_heading(passage.text)
        self._in_goals = (self._in_goals and start == 0 and not _SENTENCE.search(passage.text)) or bool(
            _GOALS_HEAD.search(passage.text)
        )
        section, reads = self._sections.section, self._sections.reads
        text = passage.text[start:]
        announced, self._announced = self._announced, None
        if reads == "budget" and passage.text and (not text or start == 0):
            title = text or self._sections.titles[-1]
            self._announced = announced_by(title, section_of_sentence(text, section), self._context)
        if not text:
            return
        # The line that names a project may stand below the caption of the table before it.
        name_project(text, self._prose, labels_only=reads == "nothing")
        if reads == "nothing" and section_of_sentence(text, section) == section:
            return
        alone = start == 0 and numbering(text) is None
        headed = start > 0 or (behind and alone)
        for at, stretch, own in by_sentence(text, section):
            known = announced if alone and at == 0 else None
            if reads == "nothing" and own == section:
                continue
            drafts, loose = self._stretch(stretch, own, known, headed=headed and at == 0)
            self._unread += [_unread(passage, start + at, one) for one in loose]
            self._drafts += [(draft.moved(start + at), passage) for draft in drafts]

    def _stretch(
        self, text: str, section: str, announced: Announced | None, *, headed: bool
    ) -> tuple[list[Draft], list[Loose]]:
        """What sentences of one section say, in reading order, and the figures nobody claimed."""
        reads = self._sections.reads
        if reads == "nothing":  # the sentence itself announces what it is about
            reads = sections().sections[section].reads
        drafts = read_texts(text, section, self._prose)
        loose: list[Loose] = []
        if reads == "budget":
            walked, loose = self._walk(text, section, announced, headed=headed)
            drafts += walked
        if not self._in_goals and (reads == "prose" or reads_prose_too(section)):
            claimed = {draft.position for draft in drafts if draft.figure is not None}
            found = read_prose(text, section, self._prose, budget=self._context.budget)
            drafts += [draft for draft in found if draft.position not in claimed]
            prose_read = {draft.position for draft in found}
            loose = [one for one in loose if one.position not in prose_read]
        drafts.sort(key=lambda draft: draft.position)
        return drafts, loose

    def _enter_heading(self, text: str) -> int:
        """Open the heading that the passage begins with; the position where the text behind it begins."""
        heading = find_heading(text)
        if heading is None:
            self._sections.begin_line(text)
            return 0
        self._unit = money_unit(text[: heading.length])
        if heading.style in ("part", "plain"):
            self._prose.labelled = False  # the description of another project, or of something else
        name_project(heading.title, self._prose)
        before = self._sections.section
        known = self._sections.enter(heading)
        whole = heading.length >= len(text)
        self._behind_heading = known and whole
        # 2.公务接待费。2023年决算数…: a title inside its section may be the subject of what follows.
        return heading.length if whole or (known and self._sections.section != before) else 0

    def _walk(
        self, text: str, section: str, announced: Announced | None, *, headed: bool
    ) -> tuple[list[Draft], list[Loose]]:
        walk = Walk(
            text,
            section,
            self._context,
            titles=self._sections.titles,
            first_chain=self._chain,
            unit=self._unit,
            announced=announced,
            headed=headed,
        )
        walk.run()
        self._chain = walk.last_chain
        drafts, nobodys = settle_carried_changes(settle_baseless_changes(walk.drafts))
        return list(drafts), [*walk.loose, *nobodys]

    def _cells(self) -> Iterator[Fact]:
        """Work that performance tables tell of in whole sentences."""
        for block in self._model.blocks:
            if isinstance(block, Table):
                yield from self._cells_of(block)

    def _cells_of(self, table: Table) -> Iterator[Fact]:
        told: list[tuple[Cell, Passage]] = []
        for cell in table.cells:
            if len(cell.text) >= _LONG_CELL and re.search("[,，。;；]", cell.text):
                told += [(cell, one) for one in passages([Paragraph(0, cell.text, cell.page, cell.bbox)])]
        for index, draft in work_in_cells([passage.text for _, passage in told]):
            cell, passage = told[index]
            place = {
                "paragraph": None,
                "page": cell.page or table.page,
                "table_no": table.number,
                "row_no": cell.row + 1,
                "column_no": cell.column + 1,
            }
            yield to_fact(draft, passage).model_copy(update=place)


def _unread(passage: Passage, start: int, loose: Loose) -> UnreadFigure:
    paragraph = passage.paragraph_at(start + loose.position)
    words = quote(passage, start + loose.start, start + loose.end)
    return UnreadFigure(paragraph.number, words, paragraph.page, loose.why)


def _context(model: DocumentModel, context: ReportContext) -> Context:
    """Fiscal year and kind of report: what is known before, else what the document says most often."""
    texts = [normalise(paragraph.text) for paragraph in model.paragraphs]
    years = Counter(int(year) for text in texts for year in _REPORT_YEAR.findall(text))
    year = context.fiscal_year
    if years and year not in years:
        year = years.most_common(1)[0][0]
    budget = context.report_type == "budget"
    if context.report_type is None:
        joined = "".join((model.title or "", *texts))
        budget = "决算" not in joined and "预算" in joined
    agency = compared(context.agency or "")
    # A name that is no agency's, or that the document does not use, is no measure of the names it does use.
    named = bool(agency_ending().search(agency)) and any(agency in compared(text) for text in texts)
    return Context(year, budget, agency if named else "")
