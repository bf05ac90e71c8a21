"""Totals and their parts within one section: declared parts, items of a pattern, lists in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from domain.records import Measure, Verdict
from parsers.reconcile.cases import MissingTotalCase, Part, SumCase
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of, once_per_cell
from parsers.reconcile.tolerance import Judgement, judge_sum
from parsers.reconcile.wording import Words, amount, label, labels, name, place, printed

_HUNDRED = Decimal(100)
#: Columns of money beside that of the year: budgets and last year's figures.
_COLUMNS = (Measure.PRIOR_AMOUNT, Measure.BUDGET, Measure.ADJUSTED_BUDGET)


def evaluate(case: SumCase, facts: Facts) -> Iterator[Finding]:
    for statement in case.statements:
        for section in facts.of_statement(statement, where=lambda section: section.origin in case.origins):
            for measure in _measures(case, section):
                for anchor, match in _totals(case, section, measure):
                    yield from _evaluate(case, section, anchor, match)
                if section.is_table and "{row}" in case.total:
                    yield from _blank_totals(case, section, measure)


def _measures(case: SumCase, section: Section) -> Iterator[Measure]:
    """The declared measures; what holds for one money column of a table holds for the columns beside it."""
    measures = dict.fromkeys(case.measures)
    if section.is_table and Measure.AMOUNT in measures:
        measures |= dict.fromkeys(_COLUMNS)
    yield from (m for m in measures if not any(section.all(item, m) for item in case.unless))


def _totals(case: SumCase, section: Section, measure: Measure) -> Iterator[tuple[Figure, re.Match[str]]]:
    """Each row's total in a table; in sentences one mention of each different number."""
    seen: set[tuple[object, ...]] = set()
    for figure, match in section.matching(case.total, measure):
        if not _allowed(case, match):
            continue
        row = (figure.fact.row_no, figure.fact.code) if "row" in match.groupdict() else ()
        key = (figure.fact.item, figure.number, *row)
        if key not in seen:
            seen.add(key)
            yield figure, match


def _allowed(case: SumCase, match: re.Match[str]) -> bool:
    values = match.groupdict()
    barred = any(
        values.get(variable) in {key_of(value) for value in others} for variable, others in case.not_variables.items()
    )
    return not barred and all(
        variable not in values or values[variable] in {key_of(value) for value in allowed}
        for variable, allowed in case.variables.items()
    )


def _evaluate(case: SumCase, section: Section, anchor: Figure, match: re.Match[str]) -> Iterator[Finding]:
    plus, minus, complete = _addends(case, section, anchor, match)
    if not plus or not all(_part(part, section, anchor, match) for part in case.parts if part.needed):
        return
    if not section.is_table and not complete and case.sentences == "complete":
        return
    plus, judged = _best(case, anchor, plus, minus)
    yield sum_finding(case, section, anchor, plus, judged, listed=case.sentences == "list", minus=minus)


def _best(
    case: SumCase, anchor: Figure, plus: tuple[Figure, ...], minus: tuple[Figure, ...]
) -> tuple[tuple[Figure, ...], Judgement]:
    """The judgement of all parts, or of the parts without what some documents do not count, if that agrees."""
    judged = judge_sum(total(plus) - total(minus), anchor.number, (anchor, *plus, *minus), case.severity)
    optional = {key_of(item) for item in case.either}
    if not judged.verdict.failed or not optional:
        return plus, judged
    for item in optional:
        fewer = tuple(figure for figure in plus if key_of(figure.fact.item).rsplit("/", 1)[-1] != item)
        if fewer and fewer != plus:
            other = judge_sum(total(fewer) - total(minus), anchor.number, (anchor, *fewer, *minus), case.severity)
            if not other.verdict.failed:
                return fewer, other
    return plus, judged


def sum_finding(
    case: SumCase,
    section: Section,
    anchor: Figure,
    parts: Sequence[Figure],
    judged: Judgement,
    *,
    listed: bool,
    minus: Sequence[Figure] = (),
) -> Finding:
    """The finding of a sum; a list in a sentence that falls short of its total may just be incomplete."""
    members = (anchor, *parts, *minus)
    misprinted = _misprinted_unit(anchor, parts) if judged.verdict.failed else None
    short = listed and not section.is_table and judged.difference > 0 and judged.verdict is case.severity
    if misprinted is not None:
        judged = replace(judged, verdict=case.severity, reason="unit")
    elif short and case.incomplete is not case.severity and not is_exhaustive(section, parts):
        judged = replace(judged, verdict=case.incomplete, reason="incomplete")
    message = sentence(
        case,
        "sum",
        judged.reason,
        place=place(section.statement, section.origin),
        project=anchor.fact.project or "",
        parts=_terms(parts, minus),
        total=label(anchor),
        expected=amount(judged.expected, members),
        found=printed(anchor),
        difference=amount(abs(judged.difference), members),
        part=label(misprinted) if misprinted else "",
        printed=printed(misprinted) if misprinted else "",
    )
    return finding(judged, message, members)


def _terms(plus: Sequence[Figure], minus: Sequence[Figure]) -> Words:
    if not minus:
        return labels(plus)
    added, taken = labels(plus), labels(minus)
    return Words(f"{added.zh}减{taken.zh}", f"{added.en} less {taken.en}")


def _misprinted_unit(anchor: Figure, parts: Sequence[Figure]) -> Figure | None:
    """The addend whose unit must be wrong: its digits read in the unit of the total make the sum agree."""
    for part in parts:
        if part.is_money and part.number and part.scale != anchor.scale:
            others = [other for other in parts if other is not part]
            meant = part.number / part.scale * anchor.scale
            if not judge_sum(total(others) + meant, anchor.number, (anchor, *others), Verdict.ERROR).verdict.failed:
                return part
    return None


def is_exhaustive(section: Section, parts: Sequence[Figure]) -> bool:
    """True when the shares printed for the same parts add to 100: then the list leaves nothing out."""
    shares = [section.near(part.fact.item, Measure.SHARE_PCT, part) for part in parts]
    known = [share for share in shares if share is not None]
    return len(known) == len(parts) > 0 and abs(total(known) - _HUNDRED) <= len(known)


def _addends(
    case: SumCase, section: Section, anchor: Figure, match: re.Match[str]
) -> tuple[tuple[Figure, ...], tuple[Figure, ...], bool]:
    """Printed addends to add, those to subtract, and whether every part that must be there is there."""
    plus: list[Figure] = []
    minus: list[Figure] = []
    complete = True
    for part in case.parts:
        found = _part(part, section, anchor, match)
        complete = complete and (bool(found) or part.optional)
        (minus if part.minus else plus).extend(found)
    if case.pattern:
        listed = _listed(case, section, anchor, match)
        if case.pattern_needed and not listed:
            return (), (), False
        plus.extend(listed)
    if case.following:
        plus.extend(_run(section, case.following, anchor))
    return tuple(plus), tuple(minus), complete


def _run(section: Section, names: str, anchor: Figure) -> list[Figure]:
    """Figures of the total's measure right after it, in its paragraph or table, as long as their names fit.

    A line end copied into a page may cut the sentence in two paragraphs: those of the next one count if they are what
    the total lacks.
    """
    own = _run_in(section, names, anchor, anchor.fact.paragraph)
    if anchor.fact.paragraph is None or total(own) >= anchor.number:
        return own
    both = [*own, *_run_in(section, names, anchor, anchor.fact.paragraph + 1)]
    return both if total(both) == anchor.number else own


def _run_in(section: Section, names: str, anchor: Figure, paragraph: int | None) -> list[Figure]:
    found: list[Figure] = []
    for figure in section.figures:
        same_place = (figure.fact.paragraph, figure.fact.measure) == (paragraph, anchor.fact.measure)
        if figure.order <= anchor.order or not same_place:
            continue
        if not re.fullmatch(names, key_of(figure.fact.item)):
            break
        found.append(figure)
    return found


def _listed(case: SumCase, section: Section, anchor: Figure, match: re.Match[str]) -> list[Figure]:
    """Figures that fit the pattern, without the total itself and without what another of them includes."""
    pattern, same_row = _filled(case.pattern or "", match), "{row}" in case.total
    figures = _matching(section, pattern, anchor, same_row=same_row)
    items = {key_of(figure.fact.item) for figure in figures}
    if case.split_columns:
        parts = _matching(section, f"{pattern}/{{part}}", anchor, same_row=same_row)
        figures += [part for part in parts if key_of(part.fact.item).rpartition("/")[0] not in items]
        items |= {key_of(figure.fact.item) for figure in figures}
    left_out = {key_of(_filled(item, match)) for item in case.exclude} | {key_of(anchor.fact.item)}
    for whole, included in case.umbrella.items():
        if key_of(_filled(whole, match)) in items:
            left_out |= {key_of(_filled(item, match)) for item in included}
    return [figure for figure in figures if key_of(figure.fact.item) not in left_out]


def _filled(item: str, match: re.Match[str]) -> str:
    for variable, value in match.groupdict().items():
        item = item.replace(f"{{{variable}}}", value)
    return item


def _part(part: Part, section: Section, anchor: Figure, match: re.Match[str]) -> list[Figure]:
    own = _near(section, part.item, anchor, match)
    if own is not None:
        return [own]
    stand_ins = (_near(section, item, anchor, match) for item in part.alternatives)
    return [figure for figure in stand_ins if figure is not None]


def _near(section: Section, item: str, anchor: Figure, match: re.Match[str]) -> Figure | None:
    item = _filled(item, match)
    if "row" not in match.groupdict():
        return section.near(item, anchor.fact.measure, anchor)
    same_row = [f for f in section.all(item, anchor.fact.measure) if f.fact.row_no == anchor.fact.row_no]
    return min(same_row, key=lambda figure: abs(figure.order - anchor.order), default=None)


def _matching(section: Section, pattern: str, anchor: Figure, *, same_row: bool) -> list[Figure]:
    """All rows of a table (or the cells of one); in sentences the mention of each item nearest to the total."""
    figures = [figure for figure, _ in section.matching(pattern, anchor.fact.measure)]
    if section.is_table:
        return once_per_cell(f for f in figures if not same_row or f.fact.row_no == anchor.fact.row_no)
    items = dict.fromkeys(figure.fact.item for figure in figures)
    nearest = (section.near(item, anchor.fact.measure, anchor) for item in items)
    return [figure for figure in nearest if figure is not None]


def _blank_totals(case: SumCase, section: Section, measure: Measure) -> Iterator[Finding]:
    """Rows whose parts are printed and whose total is blank, in a table that prints this total elsewhere."""
    printed_rows = {f.fact.row_no for f, _ in section.matching(case.total, measure)}
    if not printed_rows or None in printed_rows:
        return
    signs = [(part.item, -1 if part.minus else 1) for part in case.parts]
    signs += [(case.pattern, 1)] if case.pattern else []
    rows: dict[int, dict[int, list[Figure]]] = {}
    totals: dict[int, str] = {}
    for item, sign in signs:
        for figure, match in section.matching(item, measure):
            row = figure.fact.row_no
            if row is not None and row not in printed_rows and figure.number and _allowed(case, match):
                rows.setdefault(row, {1: [], -1: []})[sign].append(figure)
                totals.setdefault(row, _filled(case.total, match))
    for row, row_figures in rows.items():
        yield from _blank_total(case, section, totals[row], row_figures[1], row_figures[-1])


def _blank_total(
    case: SumCase, section: Section, item: str, plus: list[Figure], minus: list[Figure]
) -> Iterator[Finding]:
    figures = (*plus, *minus)
    judged = judge_sum(total(plus) - total(minus), Decimal(0), figures, case.severity)
    if not judged.difference:
        return
    message = sentence(
        case,
        "sum",
        "blank",
        place=place(section.statement, section.origin),
        parts=_terms(plus, minus),
        total=name(item.rsplit("/", 1)[-1]),
        expected=amount(judged.expected, figures),
    )
    yield Finding(judged.verdict, message, figures, expected=judged.expected)


def missing_total(case: MissingTotalCase, facts: Facts) -> Iterator[Finding]:
    """A total row that prints no figure although its parts do."""
    for section in facts.of_statement(case.statement, where=lambda section: section.is_table):
        rows = [fact for fact in section.others if key_of(fact.item) == key_of(case.total)]
        parts = [f for item in case.parts for f, _ in section.matching(item, Measure.AMOUNT) if f.number]
        if rows and parts and not section.all(case.total, Measure.AMOUNT):
            message = sentence(
                case,
                "sum",
                "blank",
                place=place(section.statement, section.origin),
                parts=labels(parts),
                total=name(case.total),
                expected=amount(total(parts), parts),
            )
            yield Finding(case.severity, message, tuple(parts), tuple(rows), expected=total(parts))
