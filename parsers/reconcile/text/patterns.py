"""Declared patterns over passages, repeated clauses, and 类款项 paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from domain.records import Fact, Verdict
from parsers.reconcile.cases import PatternCase, ReadingCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.kinds.codes import path_problems
from parsers.reconcile.text.passages import Passage, Passages

_CLAUSE = re.compile(r"[,，。;；:：]")
#: Shorter clauses are repeated for good reasons (共计支出0万元).
_LONG = 14


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def evaluate(case: PatternCase, passages: Passages) -> Iterator[Finding]:
    """One finding for a pattern and document: how often it occurs, the first place, and the facts it touches."""
    year = passages.context.fiscal_year
    if case.last_year is not None and (year is None or year <= case.last_year):
        return
    patterns = [_compiled(pattern) for pattern in case.patterns]
    where = _where(case, passages)
    # Nearly every text has no hit, and many cells print the same.
    matching = {text for pattern in patterns for text in filter(pattern.search, {one.text for one in where})}
    if not matching:
        return
    hits: list[tuple[Passage, re.Match[str]]] = []
    for passage in where:
        if passage.text in matching:
            for pattern in patterns:
                hits.extend((passage, match) for match in pattern.finditer(passage.text))
    if case.context is not None:
        hits = [(p, m) for p, m in hits if _compiled(case.context).search(p.text)]
    if not hits:
        return
    first, match = hits[0]
    message = sentence(
        case,
        "pattern",
        "one" if len(hits) == 1 else "many",
        number=str(len(hits)),
        quote=first.quote(match.start(), match.end()),
        found=match.group().strip(),
        year=str(year or ""),
    )
    cited: dict[str, Fact] = {}
    for passage, hit in hits:
        for fact in passages.facts_at(passage, hit.group()):
            cited.setdefault(fact.fact_id, fact)
    yield Finding(case.severity, message, facts=tuple(cited.values()))


def _where(case: PatternCase, passages: Passages) -> tuple[Passage, ...]:
    if case.where == "paragraphs":
        return passages.paragraphs
    return passages.cells if case.where == "cells" else passages.all


def repeated_clause(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """A long clause that stands twice in a row."""
    for passage in passages.paragraphs:
        clauses = [clause.strip() for clause in _CLAUSE.split(passage.text)]
        for one, two in pairwise(clauses):
            if len(one) >= _LONG and one == two:
                start = passage.text.index(one)
                quote = passage.quote(start, start + len(one))
                yield Finding(case.severity, sentence(case, "pattern", "one", quote=quote, number="1", found=one))


#: What a repeated phrase at the end of a clause has at least, 的 not counted.
_PHRASE = 7


def repeated_end(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """A clause whose words end the next clause of its sentence again: …诉求过高,与…差距…的诉求过高."""
    for passage in passages.paragraphs:
        for sentence_of in re.split(r"[。;!?]", passage.text):
            for one, two in pairwise(sentence_of.split(",")):
                end = _end(one)
                if end and len(two) > len(one) and two.replace("的", "").strip().endswith(end):
                    start = passage.text.index(one)
                    quote = passage.quote(start, passage.text.index(two, start) + len(two))
                    yield Finding(case.severity, sentence(case, "pattern", "one", quote=quote, number="1", found=end))


def _end(clause: str) -> str | None:
    """The last words of a clause without figures, long enough to be no coincidence."""
    words = clause.replace("的", "").strip()
    plain = len(words) >= _PHRASE and all("\u4e00" <= letter <= "\u9fff" for letter in words)
    return words[-_PHRASE:] if plain else None


def paths(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """Every ``…（类）…（款）`` of the text against the classification."""
    seen = set()
    for passage in passages.all:
        if "(款)" not in passage.text.replace(" ", ""):
            continue
        for problem, names in path_problems(passage.text):
            key = (problem, names["cls"], names["sub"], names.get("item"))
            if key not in seen:
                seen.add(key)
                # The reference is not complete: an unknown item is only noted.
                verdict = Verdict.INFO if problem == "path_item" else case.severity
                yield Finding(verdict, sentence(case, "code", problem, **names))
