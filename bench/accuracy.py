"""How much of what is printed is read, and how much of it rightly: ``python -m bench.accuracy [--details] [--json]``.

Reads the five sample documents (golden records in ``tests/fixtures/gold``) and the documents of other provinces and
years (``tests/fixtures/layouts``) in every format they exist in, as a stranger's file: year, kind and agency come from
``parsers.identify``. Prints recall, wrong values and precision per file, per statement and per format. Precision of the
samples is left out: their records do not hold every figure.

``--scans`` reads the PDFs as scans too (200 dpi, a little askew, with the noise and the JPEG of a scanner; needs the
extra ``[ocr]`` and a few seconds a page): rows of format ``scan``. ``flagged`` counts the wrong and extra values of all
formats that say they are unsure (confidence below 0.80), ``unflagged`` those that a reader would believe.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.records import Fact
from domain.text import squeeze
from parsers.model import NOTHING_KNOWN, ReportContext
from parsers.parse import ParseResult, Source, parse_report
from tests.layouts.compare import compare
from tests.layouts.gold import ORIGINS, load
from tests.parsers.statements import gold as sample_gold
from tests.parsers.statements import gold_narrative
from tests.parsers.statements.gold import Gold

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "infra" / "samples" / "files"
LAYOUTS = ROOT / "tests" / "fixtures" / "layouts"
#: The format of a PDF that is read as a scan; a value of less confidence is flagged as unsure.
SCAN = "scan"
SURE = Decimal("0.80")
#: Seed, file, and which golden records the file can hold ("forms": the official tables only).
SAMPLE_FILES = (
    ("000", "000_etuokeqianqi_2020_final.docx", None),
    ("000", "000_etuokeqianqi_2020_final_body.html", None),
    ("001", "001_quyang_2020_budget.doc", None),
    ("002", "002_maoxian_2019_final.docx", None),
    ("003", "003_urumqi_xinshi_2021_final.docx", None),
    ("004", "004_xiangyuan_2023_final.pdf", None),
    ("004", "004_xiangyuan_2023_final.xlsx", "forms"),
    ("004", "004_xiangyuan_2023_final.xls", "forms"),
)


@dataclass
class Score:
    """One file: counts by statement and what to look at."""

    name: str
    kind: str
    layout: bool
    wanted: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    extra: dict[str, int] = field(default_factory=dict)
    #: Wrong and extra values whose confidence says that they are unsure.
    flagged: int = 0
    #: Sentences for the readers' authors.
    details: list[str] = field(default_factory=list)
    #: Year, kind or agency that the file's own words were not understood to say.
    identified: list[str] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)
    unused_rows: list[str] = field(default_factory=list)
    #: Checks of a layout that fail: rule, verdict, Chinese sentence.
    failing: list[tuple[str, str, str]] = field(default_factory=list)
    #: Facts that no entry of the record means.
    beyond: list[Fact] = field(default_factory=list)
    state: str = "read"

    @property
    def recall(self) -> float:
        wanted = sum(self.wanted.values())
        return sum(self.found.values()) / wanted if wanted else 1.0

    @property
    def wrong_values(self) -> int:
        return sum(self.wrong.values())

    @property
    def unflagged(self) -> int:
        """Wrong and extra values that do not say that they are unsure."""
        return self.wrong_values + sum(self.extra.values()) - self.flagged

    @property
    def precision(self) -> float | None:
        if not self.layout:
            return None
        found = sum(self.found.values())
        read = found + self.wrong_values + sum(self.extra.values())
        return found / read if read else 1.0


def _count(counts: dict[str, int], statement: str) -> None:
    counts[statement] = counts.get(statement, 0) + 1


def _shown(fact: Fact) -> str:
    value = fact.amount if fact.amount is not None else fact.value if fact.value is not None else fact.text
    place = (
        f"table {fact.table_no} row {fact.row_no} column {fact.column_no}" if fact.table_no else f"¶{fact.paragraph}"
    )
    return (
        f"{fact.statement.value} {fact.item} {fact.measure.value} = {value} (printed {fact.printed}"
        f" {fact.printed_unit or ''}, {place}, confidence {fact.confidence}: {fact.quote[:60]!r})"
    )


def _read(path: Path, kind: str) -> tuple[ParseResult, ReportContext]:
    """The parse result and the context of one file (``kind`` scan: of its scan), as a person hands it in."""
    data = path.read_bytes()
    if kind == SCAN:
        from tests.parsers.readers.ocr.scans import scan_of  # noqa: PLC0415 - needs the extra [ocr]

        data = scan_of(data)
    source = Source(data=data, file_name=path.name)
    result = parse_report([source], NOTHING_KNOWN, report_id="bench", identified=False)
    return result, result.context


def layout_score(name: str, kind: str) -> Score:
    """Read one format of one layout and compare it with its golden record."""
    record = load(name)
    file_kind = "pdf" if kind == SCAN else kind
    result, context = _read(LAYOUTS / f"{name}.{file_kind}", kind)
    comparison = compare(record, result.facts, ORIGINS[file_kind])
    score = Score(name, kind, layout=True, state=result.documents[0].state.value)
    matched = {id(fact) for _, fact in comparison.found}
    score.beyond = [fact for fact in result.facts if id(fact) not in matched]
    for gold, _ in comparison.found:
        _count(score.wanted, gold["statement"])
        _count(score.found, gold["statement"])
    for gold in comparison.missing:
        _count(score.wanted, gold["statement"])
        value = gold.get("amount", gold.get("value", gold.get("text", gold["cell_state"])))
        if gold["origin"] == "table":
            place = f"table {gold['table']} {gold['title']!r} row {gold['row']!r} column {gold.get('column', '')!r}"
        else:
            place = f"sentence …{gold['sentence']}…"
        meaning = f"{gold['statement']} {gold['item']} {gold['measure']}"
        score.details.append(f"missing: {meaning} = {value} (printed {gold['printed']}, {place})")
    for fact, instead in comparison.wrong:
        _count(score.wrong, fact.statement.value)
        score.flagged += fact.confidence < SURE
        said = f"{instead['statement']} {instead['item']} {instead['printed']}" if instead else ""
        score.details.append(f"wrong: {_shown(fact)}; the record says {said}")
    for fact in comparison.extra:
        _count(score.extra, fact.statement.value)
        score.flagged += fact.confidence < SURE
        score.details.append(f"extra: {_shown(fact)}")
    _judge_identity(score, record["document"], context, tables_only=ORIGINS[file_kind] == ["table"])
    ungraded = {squeeze(table["title"]) for table in record["tables"] if table.get("graded") is False}
    score.unrecognised = [
        f"{table.title!r} {table.header}" for table in result.unrecognised if squeeze(table.title or "") not in ungraded
    ]
    score.unused_rows = list(result.unused_rows)
    score.failing = [
        (check.rule, check.verdict.value, check.message_zh) for check in result.checks if check.verdict.failed
    ]
    return score


def _judge_identity(score: Score, document: dict[str, Any], context: ReportContext, *, tables_only: bool) -> None:
    for name, given, wanted in (
        ("year", context.fiscal_year, document["fiscal_year"]),
        ("report type", context.report_type, document["report_type"]),
        ("agency", context.agency, document["agency"]),
    ):
        # A workbook may name no agency at all.
        if given != wanted and not (given is None and tables_only):
            score.identified.append(f"{name}: {given} instead of {wanted}")


def sample_score(seed: str, file: str, part: str | None, kind: str) -> Score:
    """Read one sample and compare it with its hand-checked record."""
    result, _ = _read(SAMPLES / file, kind)
    records = sample_gold.records(seed)
    wanted = [one for one in records if part is None or str(one.data.get("form", "")).startswith("公开")]
    score = Score(Path(file).stem, kind, layout=False, state=result.documents[0].state.value)
    meanings = {one.id: _meanings(one, seed) for one in records}
    left = list(result.facts)
    for one in wanted:
        _count(score.wanted, one.statement)
        match = next((fact for fact in left if _means(one, fact, meanings) and _prints(one, fact)), None)
        if match is None:
            quote = one.quote[:60]
            score.details.append(f"missing: {one.id} {one.statement} {one.item} = {one.value} {one.unit} ({quote!r})")
        else:
            left = [fact for fact in left if fact is not match]
            _count(score.found, one.statement)
    score.beyond = left
    for fact in left:
        rivals = [one for one in records if _means(one, fact, meanings)]
        if rivals and not any(_prints(one, fact) for one in rivals):
            _count(score.wrong, fact.statement.value)
            score.flagged += fact.confidence < SURE
            score.details.append(f"wrong: {_shown(fact)}; the record says {rivals[0].id} {rivals[0].value}")
    return score


def _meanings(one: Gold, seed: str) -> frozenset[tuple[str, str, str]]:
    """Statement, item and measure that a record of a sample may be read as."""
    found = set(sample_gold.readings(one, seed))
    if one.source == "narrative":
        found |= set(gold_narrative.meanings(one, seed))
    return frozenset((reading.statement, squeeze(reading.item), reading.measure.value) for reading in found)


def _means(one: Gold, fact: Fact, meanings: dict[str, frozenset[tuple[str, str, str]]]) -> bool:
    if (fact.statement.value, squeeze(fact.item), fact.measure.value) not in meanings[one.id]:
        return False
    if one.code is not None and fact.code != one.code:
        return False
    # A sentence names its project in many ways; a form has it on top.
    return one.source == "narrative" or squeeze(one.project or "") in ("", squeeze(fact.project or ""))


def _prints(one: Gold, fact: Fact) -> bool:
    if one.unit == "text" and fact.text is not None:
        said, wanted = squeeze(fact.text), squeeze(one.value)
        return bool(said) and (said in wanted or wanted in said)
    # 组织对3项目 prints another unit word than the record's 个.
    units = {one.unit, "项目"} if one.unit == "个" else {one.unit}
    return any(sample_gold.same_value(dataclasses.replace(one, unit=unit), fact) for unit in units)


def measure(only: list[str] | None = None, kinds: list[str] | None = None, *, scans: bool = False) -> Iterator[Score]:
    """Scores of all files, samples first; ``only`` keeps names that contain one of its words."""

    def kept(name: str, kind: str) -> bool:
        return (not only or any(word in name for word in only)) and (not kinds or kind in kinds)

    for seed, file, part in SAMPLE_FILES:
        for kind in _with_scan([file.rpartition(".")[2]], scans=scans):
            if kept(file, kind):
                yield sample_score(seed, file, part, kind)
    for path in sorted(LAYOUTS.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        for kind in _with_scan(load(name)["formats"], scans=scans):
            if kept(name, kind):
                yield layout_score(name, kind)


def _with_scan(kinds: list[str], *, scans: bool) -> list[str]:
    return [*kinds, SCAN] if scans and "pdf" in kinds else kinds


def _sums(scores: list[Score], name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for score in scores:
        for statement, count in getattr(score, name).items():
            found[statement] = found.get(statement, 0) + count
    return found


def _table(scores: list[Score]) -> str:
    head = f"{'file':34}{'format':>7}{'gold':>6}{'recall':>9}{'wrong':>7}{'extra':>7}"
    lines = [f"{head}{'flagged':>9}{'unflagged':>11}{'precision':>11}"]
    for score in scores:
        precision = "" if score.precision is None else f"{score.precision:.1%}"
        lines.append(
            f"{score.name:34}{score.kind:>7}{sum(score.wanted.values()):6}{score.recall:9.1%}"
            f"{score.wrong_values:7}{sum(score.extra.values()):7}{score.flagged:9}{score.unflagged:11}{precision:>11}"
        )
    for title, group in (("samples", False), ("layouts", True)):
        chosen = [score for score in scores if score.layout is group]
        if not chosen:
            continue
        lines += ["", f"{title} by statement{'gold':>19}{'recall':>9}{'wrong':>7}{'extra':>7}"]
        wanted, found, wrong, extra = (_sums(chosen, name) for name in ("wanted", "found", "wrong", "extra"))
        for statement in sorted(set(wanted) | set(wrong) | set(extra)):
            count = wanted.get(statement, 0)
            share = f"{found.get(statement, 0) / count:.1%}" if count else ""
            lines.append(f"{statement:33}{count:7}{share:>9}{wrong.get(statement, 0):7}{extra.get(statement, 0):7}")
        for kind in sorted({score.kind for score in chosen}):
            of_kind = [score for score in chosen if score.kind == kind]
            count = sum(sum(score.wanted.values()) for score in of_kind)
            got = sum(sum(score.found.values()) for score in of_kind)
            wrong_values = sum(score.wrong_values for score in of_kind)
            extra_values = sum(sum(score.extra.values()) for score in of_kind)
            unflagged = sum(score.unflagged for score in of_kind)
            lines.append(
                f"{title + ' ' + kind:33}{count:7}{got / count if count else 1:9.1%}{wrong_values:7}{extra_values:7}"
                f"   wrong or extra, unflagged: {unflagged}"
            )
    return "\n".join(lines)


def _details(scores: list[Score]) -> Iterator[str]:
    for score in scores:
        notes = [*score.details, *(f"identified: {line}" for line in score.identified)]
        notes += [f"unrecognised: {line}" for line in score.unrecognised]
        notes += [f"unused row: {line}" for line in score.unused_rows]
        if notes:
            yield f"\n== {score.name}.{score.kind} ({score.state})"
            yield from (f"  {note}" for note in notes)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("--only", nargs="*", help="names that contain one of these words")
    parser.add_argument("--kind", nargs="*", help="formats (pdf, xlsx, …)")
    parser.add_argument("--scans", action="store_true", help="read the PDFs as scans too")
    parser.add_argument("--details", action="store_true", help="list what is missing, wrong or extra")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    scores = list(measure(options.only, options.kind, scans=options.scans))
    if options.json:
        rows = [
            vars(score) | {"recall": score.recall, "precision": score.precision, "unflagged": score.unflagged}
            for score in scores
        ]
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        return 0
    print(_table(scores))
    if options.details:
        print("\n".join(_details(scores)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
