"""What a file says about itself: fiscal year, 预算 or 决算, agency. For files that come without a portal's word.

Titles speak: short lines at the beginning that name 预算 or 决算. Where they are silent or disagree all lines vote, the
first ones with more weight, because copied paragraphs name other years.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from domain.agencies import find_agency
from domain.text import normalise, squeeze, with_arabic_years
from parsers.model import DocumentModel, Paragraph, ReportContext, Table

_YEAR = re.compile(r"(20[0-3]\d)年")
_KIND = re.compile(r"决算|预算")
#: 比2023年预算增加…, 与2022年度决算相比: a year that is only compared with says nothing of the report's.
_COMPARED = re.compile(r"[比较与同和]$")
#: 2024年度部门预算, 2024部门预算: the year of a title, with the kind behind it or before it (部门预算（2024年）).
_TITLE_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_SENTENCE = re.compile(r"[,，。;；:：、]|\d{1,2}月|万元|[.…·]{3,}")
#: 部门：江州县信访局 金额单位：万元 above a form.
_LABEL = re.compile(
    r"(?:编制|填报|公开|预算)?(?:部门|单位)(?:\([^()]*\))?(?:名称)?[:：](.{3,40}?)(?:(?:金额)?单位[:：].*)?$"
)
#: Words before a name that are part of it: places, and the committee and government that share the office.
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,24}")
#: A sign between the beginning of the line (1. or 2024年度 or 中共) and a place that is in the table of divisions.
_MORE_OF_PLACE = re.compile(
    r"(?:.*(?:[^\u4e00-\u9fff]|\d年度?))?((?:中共)?[\u4e00-\u9fff](?<![我本原该各是由为和及与对在向把以从将按据经等月日号底末初个次项省市县区年度]))"
)
_TITLE_LINES, _LONGEST_TITLE = 12, 60
_OPENING_BLOCKS = 40
_CAPTION_ROWS = 5
_OPENING_WEIGHT = 5


def identify(model: DocumentModel, file_name: str | None, known: ReportContext) -> ReportContext:
    """What ``known`` leaves open of year, kind and agency, from the document's own words; what is known wins."""
    lines = [*([file_name] if file_name else []), *_lines(model)]
    agency = _labelled_agency(lines) or next(
        (name for line in lines[:_OPENING_BLOCKS] if (name := _named_agency(normalise(line)))), None
    )
    return replace(
        known,
        fiscal_year=known.fiscal_year or _year(lines),
        report_type=known.report_type or _report_type(lines),
        agency=known.agency or agency,
    )


def _labelled_agency(lines: list[str]) -> str | None:
    """The body that the captions of forms name (部门：…信访局), whole where its place is in no table of divisions."""
    named: Counter[str] = Counter()
    for line in lines:
        label = _LABEL.match(squeeze(normalise(line)))
        match = find_agency(label.group(1)) if label else None
        if label is None or match is None:
            continue
        before = label.group(1)[: match.start]
        named[before + match.name if _PLACE.fullmatch(before) else match.name] += 1
    return named.most_common(1)[0][0] if named else None


def _named_agency(line: str) -> str | None:
    """The body that a line names. 淮津市信访局 at its beginning is not 津市信访局: one sign more is the place's."""
    match = find_agency(line)
    if match is None:
        return None
    before = _MORE_OF_PLACE.fullmatch(squeeze(line[: match.start]))
    return before.group(1) + match.name if before else match.name


def _lines(model: DocumentModel) -> list[str]:
    lines = [model.title] if model.title else []
    for block in model.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines.extend(_captions(block))
    return lines


def _captions(table: Table) -> Iterator[str]:
    """The texts of the first row, and of the rows of one or two texts that follow rows of one or two: its captions."""
    rows: list[list[str]] = [[] for _ in range(min(table.rows, _CAPTION_ROWS))]
    for cell in table.cells:
        if cell.row < len(rows) and cell.text.strip():
            rows[cell.row].append(cell.text)
    yield from rows[0] if rows else []
    for before, texts in pairwise(rows):
        if len(before) > 2 or len(texts) > 2:
            return
        yield from texts


def _titles(lines: list[str]) -> list[str]:
    """The lines at the beginning that can be titles, squeezed, with years in digits."""
    opening = (with_arabic_years(squeeze(line)) for line in lines[:_TITLE_LINES])
    return [
        line for line in opening if len(line) <= _LONGEST_TITLE and _KIND.search(line) and not _SENTENCE.search(line)
    ]


def _year(lines: list[str]) -> int | None:
    titled = Counter(int(year) for title in _titles(lines) for year in set(_TITLE_YEAR.findall(title)))
    return _winner(titled) or _winner(_year_votes(lines))


def _year_votes(lines: list[str]) -> Counter[int]:
    votes: Counter[int] = Counter()
    for number, line in enumerate(lines):
        weight = _OPENING_WEIGHT if number < _OPENING_BLOCKS else 1
        # A year beside 预算 or 决算 is the fiscal year; any other may be a plan, a law or last year.
        compact = with_arabic_years(squeeze(line))
        for match in _YEAR.finditer(compact):
            if _COMPARED.search(compact, 0, match.start()):
                continue
            near = compact[match.end() : match.end() + 24]
            votes[int(match.group(1))] += weight * (3 if _KIND.search(near) else 1)
    return votes


def _winner(votes: Counter[int]) -> int | None:
    """The year with the most votes; ``None`` without any and for a draw."""
    if not votes:
        return None
    (year, most), *rest = votes.most_common(2)
    return year if not rest or most > rest[0][1] else None


def _report_type(lines: list[str]) -> str | None:
    titled = Counter(kind for title in _titles(lines) for kind in set(_KIND.findall(title)))
    if len(titled) == 1:
        return "final_accounts" if "决算" in titled else "budget"
    votes: Counter[str] = Counter()
    for number, line in enumerate(lines):
        weight = _OPENING_WEIGHT if number < _OPENING_BLOCKS else 1
        # 年初预算 and 完成预算 stand in every 决算, so the word 决算 outweighs 预算 wherever it occurs in number.
        votes["final_accounts"] += weight * line.count("决算") * 2
        votes["budget"] += weight * line.count("预算")
    if not votes["final_accounts"] and not votes["budget"]:
        return None
    return max(("final_accounts", "budget"), key=lambda kind: votes[kind])
