"""All parts of the next version: what the last one holds, with those divisions made anew whose inputs changed.

The result is the same, byte for byte, as if every division were made anew; a test proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from domain.corrections import judge
from domain.identifiers import sha256_hex
from domain.records import Correction
from publish.build.blocks import EMPTY, Block, BlockMaker, DivisionWork, Gate, Slice
from publish.build.change_log import ChangeLog
from publish.build.index import DivisionEntry, Extent, ProvinceIndex
from publish.build.inputs import Inputs, ReportRef
from publish.build.provinces import ROWS_IN_A_PART, Lines, Parts, Standing, assemble
from publish.build.references import References
from publish.build.shared import Makers, with_shared_files
from publish.build.spool import Spool
from publish.build.staging import Staging
from publish.build.statistics import Statistics, count_rows, sum_statistics
from publish.build.withheld import Reason, Withheld
from publish.build.workers import Crew
from publish.changes import diff_rows
from publish.gate import GateError, check_tables
from publish.generators import ProvinceContext
from publish.package import WHOLE, Part, header_of, part_of, read_csv, write_csv, write_rows
from publish.schemas import Row, load_schemas
from publish.tables.published import correction_row, coverage_row


@dataclass(frozen=True, slots=True)
class LastVersion:
    """What the version before holds: its whole tables, and its provinces by their two digits."""

    whole: Mapping[str, Part]
    provinces: Mapping[str, Standing]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """Everything that the next version's descriptor is made of; new files are staged."""

    #: All resources in the order of the package, ``changes`` included.
    parts: Mapping[str, tuple[Part, ...]]
    indexes: Mapping[str, ProvinceIndex]
    log: ChangeLog
    statistics: Statistics
    withheld: tuple[Withheld, ...]
    #: Reports that were made anew and judged; all others were with a version before, and are the same since.
    anew: int = 0


@dataclass
class _Plan:
    """What is to be done for one province."""

    province: str
    standing: Standing | None
    refs: Mapping[str, Sequence[ReportRef]]
    inputs: dict[str, str]
    coverage: dict[str, str]
    #: Divisions to be made anew; those of which only the coverage is; those that are gone.
    anew: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def unchanged(self) -> bool:
        return not (self.anew or self.visited or self.gone)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a version is made: the files on their way, the log of changes, the judge, and the bound of a part."""

    staging: Staging
    log: ChangeLog
    gate: Gate = check_tables
    bound: int = ROWS_IN_A_PART
    makers: Makers = field(default_factory=Makers)


class Builder:
    """Makes one version. ``last``: the version before, if there is one."""

    def __init__(self, inputs: Inputs, last: LastVersion | None, workshop: Workshop) -> None:
        self._inputs = inputs
        self._last = last
        self._staging = workshop.staging
        self._gate = workshop.gate
        self._makers = workshop.makers
        self._log = workshop.log
        self._bound = workshop.bound
        self._corrections: dict[str, list[Correction]] = {}
        for correction in inputs.corrections:
            self._corrections.setdefault(correction.report_id, []).append(correction)

    def build(self) -> NewVersion:
        """Stage every new part. Raises :class:`GateError` for a fault that is of no single report."""
        whole_rows = self._whole_rows()
        whole_csv = {name: write_csv(load_schemas()[name].columns, rows) for name, rows in whole_rows.items()}
        whole = {name: self._whole(name, rows, whole_csv[name]) for name, rows in whole_rows.items()}
        if self._last is None or any(self._last.whole.get(name) != part for name, part in whole.items()):
            self._judge(whole_csv)
        plans = list(self._plans())
        references = References(whole_rows)
        maker = BlockMaker(self._inputs.across, self._gate, references)
        works = (self._work(code, plan.refs[code]) for plan in plans for code in plan.anew)
        count = sum(len(plan.refs[code]) for plan in plans for code in plan.anew)
        indexes: dict[str, ProvinceIndex] = {}
        parts: dict[str, list[Part]] = {name: [] for name, schema in load_schemas().items() if schema.by_province}
        with Crew(maker) as crew:
            blocks = crew.blocks(works, count)
            for plan in plans:
                with Spool() as spool:
                    of_plan = {code: spool.keep(next(blocks)) for code in plan.anew}
                    index, made = self._province(plan, of_plan, references)
                index = with_shared_files(
                    ProvinceContext(index, made), plan.standing, self._staging, self._makers, crew
                )
                if index.divisions:
                    indexes[plan.province] = index
                    for name, several in made.items():
                        parts[name] += several
        for index in indexes.values():
            self._staging.put(index.key, index.data)
        return NewVersion(
            parts=self._all_parts(whole, parts),
            indexes=indexes,
            log=self._log,
            statistics=sum_statistics(_statistics(indexes)),
            withheld=(*_withheld(indexes), *self._aimless()),
            anew=count,
        )

    def _aimless(self) -> Iterator[Withheld]:
        """Corrections in force of reports that the store does not have."""
        known = {ref.report_id for refs in self._inputs.divisions().values() for ref in refs}
        for one in self._inputs.corrections:
            outcome = judge(one, None)
            if one.report_id not in known and outcome.state.failed:
                yield Withheld(one.report_id, "", Reason.CORRECTION, outcome.message_zh, outcome.message_en)

    def _whole_rows(self) -> dict[str, list[Row]]:
        rows = {name: [dict(row) for row in given] for name, given in self._inputs.reference.items()}
        rows["corrections"] = [correction_row(one) for one in self._inputs.corrections]
        for name, several in rows.items():
            several.sort(key=load_schemas()[name].sort_key)
        return rows

    def _whole(self, name: str, rows: Sequence[Row], data: bytes) -> Part:
        part = part_of(name, WHOLE, len(rows), data)
        before = self._last.whole.get(name) if self._last else None
        if self._last is None:
            self._log.count_all(name, "", len(rows))
        elif before is None or before.key != part.key:
            old = read_csv(self._staging.read(before.key)) if before else []
            self._log.add(name, "", diff_rows(load_schemas()[name], old, rows))
        if before is None or before.key != part.key:
            self._staging.put(part.key, data)
        return part

    def _plans(self) -> Iterator[_Plan]:
        by_province: dict[str, dict[str, Sequence[ReportRef]]] = {}
        for code, refs in self._inputs.divisions().items():
            by_province.setdefault(code[:2], {})[code] = refs
        before = self._last.provinces if self._last else {}
        for province in sorted({*by_province, *before}):
            yield self._plan(province, by_province.get(province, {}), before.get(province))

    def _plan(self, province: str, refs: Mapping[str, Sequence[ReportRef]], standing: Standing | None) -> _Plan:
        plan = _Plan(province, standing, dict(sorted(refs.items())), {}, {})
        before = standing.index.divisions if standing else {}
        if standing and standing.index.bound != self._bound:
            # The cut depends on it: every part is made anew, though most of their lines are not.
            plan.visited = [code for code in plan.refs if code in before]
        for code, several in plan.refs.items():
            plan.inputs[code] = self._inputs_hash(several)
            plan.coverage[code] = sha256_hex(self._inputs.coverage_basis(code).encode())[:16]
            entry = before.get(code)
            # A report that was withheld is looked at again each time: its record may be back.
            if entry is None or entry.inputs != plan.inputs[code] or entry.withheld:
                plan.anew.append(code)
            elif entry.coverage != plan.coverage[code] and code not in plan.visited:
                plan.visited.append(code)
        plan.visited = [code for code in plan.visited if code not in plan.anew]
        plan.gone = sorted(before.keys() - plan.refs.keys())
        return plan

    def _inputs_hash(self, refs: Sequence[ReportRef]) -> str:
        told = [self._inputs.code_version]
        for ref in sorted(refs):
            told += [ref.report_id, ref.sha256]
            told += [one.model_dump_json() for one in self._corrections.get(ref.report_id, ())]
        return sha256_hex("\n".join(told).encode())[:32]

    def _work(self, code: str, refs: Sequence[ReportRef]) -> DivisionWork:
        corrections = tuple(one for ref in sorted(refs) for one in self._corrections.get(ref.report_id, ()))
        return DivisionWork(code, tuple((ref, self._inputs.record(ref)) for ref in sorted(refs)), corrections)

    def _province(
        self, plan: _Plan, blocks: Mapping[str, Block], references: References
    ) -> tuple[ProvinceIndex, Parts]:
        if plan.unchanged and plan.standing:
            return plan.standing.index, plan.standing.parts
        before = plan.standing.index.divisions if plan.standing else {}
        lines = Lines(plan.standing, self._staging)
        coverage = self._coverage(plan, blocks, lines, references)
        entries = {}
        for code in plan.refs:
            made_coverage = coverage.get(code)
            if made_coverage is None:
                entries[code] = before[code]
                continue
            base = _entry_of(blocks[code]) if code in blocks else before[code]
            entries[code] = _with_coverage(base, made_coverage, plan.inputs[code], plan.coverage[code])
        index = ProvinceIndex(plan.province, self._inputs.code_version, self._bound, entries)
        made = {
            name: self._changed(name, plan, blocks, {code: one.slice for code, one in coverage.items()}, lines)
            for name, schema in load_schemas().items()
            if schema.by_province
        }
        return index, assemble(index, plan.standing, made, self._staging)

    def _coverage(
        self, plan: _Plan, blocks: Mapping[str, Block], lines: Lines, references: References
    ) -> dict[str, _Coverage]:
        """The coverage of every division that was made anew or visited, judged beside its reports."""
        schemas = load_schemas()
        found: dict[str, _Coverage] = {}
        known: dict[str, list[Row]] = {"reports": [], "coverage": []}
        for code in sorted([*plan.anew, *plan.visited]):
            if code in blocks:
                withheld = {one.report_id: one.message_zh for one in blocks[code].withheld}
                of_reports = blocks[code].slices.get("reports", EMPTY)
            else:
                withheld, of_reports = {}, lines.slice("reports", code)
            rows = read_csv(header_of(schemas["reports"]) + of_reports.data)
            cells = [coverage_row(cell) for cell in self._inputs.coverage(code, rows, withheld)]
            cells.sort(key=schemas["coverage"].sort_key)
            data = write_rows(schemas["coverage"].columns, cells)
            found[code] = _Coverage(Slice(len(cells), data), count_rows({"coverage": cells}))
            known["reports"] += rows
            known["coverage"] += cells
        if found:
            tables = {name: write_csv(schemas[name].columns, rows) for name, rows in known.items()}
            used = references.used_by([known])
            self._judge({"divisions": used["divisions"], **tables})
        return found

    def _judge(self, tables: Mapping[str, bytes]) -> None:
        if problems := self._gate(tables):
            raise GateError([problem.message for problem in problems])

    def _changed(
        self, name: str, plan: _Plan, blocks: Mapping[str, Block], coverage: Mapping[str, Slice], lines: Lines
    ) -> dict[str, Slice]:
        """The lines of one table that are not those of the last version, by division; their changes go to the log."""
        touched = {*plan.anew, *plan.gone, *(plan.visited if name == "coverage" else ())}
        changed: dict[str, Slice] = {}
        for code in sorted(touched):
            if code in plan.gone:
                now = EMPTY
            elif name == "coverage":
                now = coverage[code]
            else:
                now = blocks[code].slices.get(name, EMPTY)
            if self._last is None:
                self._log.count_all(name, code, now.rows)
                changed[code] = now
                continue
            was = lines.slice(name, code)
            if was.data != now.data:
                changed[code] = now
                schema = load_schemas()[name]
                rows = read_csv(header_of(schema) + now.data)
                self._log.add(name, code, diff_rows(schema, lines.rows(name, code), rows))
        return changed

    def _all_parts(self, whole: Mapping[str, Part], parts: Mapping[str, Sequence[Part]]) -> dict[str, tuple[Part, ...]]:
        found: dict[str, tuple[Part, ...]] = {}
        for name, schema in load_schemas().items():
            if name == "changes":
                found[name] = self._log.parts(self._staging, self._bound)
            elif not schema.by_province:
                if name in whole:
                    found[name] = (whole[name],)
            elif parts[name]:
                found[name] = tuple(parts[name])
            else:
                empty = header_of(schema)
                part = part_of(name, WHOLE, 0, empty)
                self._staging.put(part.key, empty)
                found[name] = (part,)
        return found


@dataclass(frozen=True, slots=True)
class _Coverage:
    slice: Slice
    statistics: Statistics


def _entry_of(block: Block) -> DivisionEntry:
    return DivisionEntry(
        inputs="",
        coverage="",
        extents={name: Extent(one.rows, len(one.data)) for name, one in block.slices.items()},
        statistics=block.statistics,
        withheld=block.withheld,
    )


def _with_coverage(entry: DivisionEntry, made: _Coverage, inputs: str, basis: str) -> DivisionEntry:
    extents = {name: extent for name, extent in entry.extents.items() if name != "coverage"}
    if made.slice.rows:
        extents["coverage"] = Extent(made.slice.rows, len(made.slice.data))
    statistics = {name: counts for name, counts in entry.statistics.items() if name != "coverage"} | made.statistics
    return DivisionEntry(inputs, basis, extents, statistics, entry.withheld)


def _withheld(indexes: Mapping[str, ProvinceIndex]) -> Iterator[Withheld]:
    return (one for index in indexes.values() for entry in index.divisions.values() for one in entry.withheld)


def _statistics(indexes: Mapping[str, ProvinceIndex]) -> Iterable[Statistics]:
    return (entry.statistics for index in indexes.values() for entry in index.divisions.values())
