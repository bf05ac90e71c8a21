"""What a campaign has found so far: states, causes, figures, and the names of the cases that must not be."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Names that are kept of each cause.
_EXAMPLES = 3


def _same(cause: str) -> str:
    """One wording for what differs only in numbers, names and what an XML parser says of its text."""
    cause = re.sub(r"(XMLSyntaxError): .*?(?= \| )", r"\1", cause, flags=re.DOTALL)
    return re.sub(r"b?'[^']*'?|0x[0-9a-f]+|…x[0-9a-f]+|(?<![:\w.])\d+(?:\.\d+)?", "…", cause)


@dataclass
class Request:
    """What one case took, over all requests to the reader."""

    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: float = 0.0
    #: What the reader held before.
    base_mb: float = 0.0
    recognised: int = 0
    outside: list[str] = field(default_factory=list)
    causes: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    #: What came out instead of a document.
    problem: str = ""

    @classmethod
    def of(cls, reports: Sequence[dict[str, object]], seconds: float, problem: str) -> Request:
        told = cls(seconds=round(seconds, 2), problem=problem)
        for report in reports:
            told.cpu = round(told.cpu + float(str(report["cpu"])), 3)
            told.recognised += int(str(report["recognised"]))
            if float(str(report["peak_mb"])) > told.peak_mb:
                told.peak_mb, told.base_mb = float(str(report["peak_mb"])), float(str(report["base_mb"]))
            for name in ("outside", "lines"):
                getattr(told, name).extend(report[name])
            if report["cause"]:
                told.causes.append(list(report["cause"]))  # type: ignore[call-overload]  # JSON: a list of texts
        return told


@dataclass
class Findings:
    """Of one campaign, or of several added up."""

    next: int = 0
    cases: int = 0
    cpu: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    #: Kind of the exception behind a state and the places it came from -> how often, and a few names.
    causes: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    lates: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    heavy: list[tuple[float, str]] = field(default_factory=list)
    slow: list[tuple[float, str]] = field(default_factory=list)
    recognised: int = 0
    #: Original -> cases of it that reached new lines.
    kept: dict[str, list[str]] = field(default_factory=dict)
    lines: set[str] = field(default_factory=set)

    def add(self, name: str, request: Request, states: Sequence[str], most_mb: float) -> None:
        self.cases += 1
        self.cpu += request.cpu
        self.recognised += bool(request.recognised)
        self.states.update(states[-1:] if len(states) < 2 else ["archive"])
        self.formats[name.partition("@")[0]] += 1
        for cause in request.causes:
            key = _same(" | ".join(cause))
            times, names = self.causes.get(key, (0, []))
            self.causes[key] = times + 1, [*names, name][:_EXAMPLES]
        if request.problem:
            self.bad.append(f"{name}: {request.problem}")
        self.bad += [f"{name}: outside its folder: {what}" for what in request.outside]
        if request.peak_mb > most_mb:
            self.bad.append(f"{name}: {request.peak_mb:.0f} MB, more than {most_mb:.0f}")
        self.heavy = sorted([*self.heavy, (request.peak_mb, name)], reverse=True)[:12]
        self.slow = sorted([*self.slow, (request.cpu, name)], reverse=True)[:12]
        self.reach(name, request, keep=True)

    def reach(self, name: str, request: Request, *, keep: bool) -> None:
        """Remembers the lines that a case reached, and the case if it was the first on one of them."""
        new = set(request.lines) - self.lines
        self.lines |= new
        if new and keep:
            self.kept.setdefault(name.partition("@")[0], []).append(name)

    def late(self, name: str, states: Sequence[str], alone: tuple[Request, list[str]]) -> None:
        request, again = alone
        told = f"{name}: {', '.join(states)}; alone {', '.join(again)} in {request.cpu:.1f} CPU seconds"
        self.lates.append(told)
        if "timeout" in again:
            self.bad.append(told)

    def left(self, when: str, files: Iterable[str]) -> None:
        self.bad += [f"{when}: left behind: {name}" for name in files]

    def told(self) -> str:
        """For a person: figures first, then what must be looked at."""
        lines = [
            f"{self.cases} cases in {self.cpu:.0f} CPU seconds, {self.recognised} of them with recognised pages",
            "states: " + ", ".join(f"{name} {count}" for name, count in self.states.most_common()),
            "originals: " + ", ".join(f"{name} {count}" for name, count in sorted(self.formats.items())),
            "most memory (MB): " + ", ".join(f"{size:.0f} {name}" for size, name in self.heavy[:5]),
            "most CPU (s): " + ", ".join(f"{seconds:.1f} {name}" for seconds, name in self.slow[:5]),
        ]
        if self.kept:
            kept = sum(map(len, self.kept.values()))
            lines.append(f"{len(self.lines)} lines of parsers reached; {kept} cases reached new ones")
        lines.append(f"causes of named states: {len(self.causes)}")
        ranked = sorted(self.causes.items(), key=lambda item: -item[1][0])
        lines += [f"  {times:6} {cause}  e.g. {names[0]}" for cause, (times, names) in ranked]
        lines += [f"slower than allowed: {told}" for told in self.lates]
        lines += [f"BAD {told}" for told in self.bad] or ["nothing escaped"]
        return "\n".join(lines)

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        record = {**vars(self), "lines": sorted(self.lines)}
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")

    @classmethod
    def load(cls, path: Path) -> Findings:
        if not path.exists():
            return cls()
        raw = json.loads(path.read_text("utf-8"))
        found = cls(**raw)
        found.states, found.formats, found.lines = Counter(raw["states"]), Counter(raw["formats"]), set(raw["lines"])
        for pairs in ("heavy", "slow"):
            setattr(found, pairs, [(size, name) for size, name in raw[pairs]])
        found.causes = {cause: (times, names) for cause, (times, names) in raw["causes"].items()}
        return found

    @classmethod
    def sum(cls, paths: Sequence[Path]) -> Findings:
        """Several campaigns as one."""
        total = cls()
        for found in map(cls.load, paths):
            total.cases += found.cases
            total.cpu += found.cpu
            total.recognised += found.recognised
            total.states += found.states
            total.formats += found.formats
            for cause, (times, names) in found.causes.items():
                before, known = total.causes.get(cause, (0, []))
                total.causes[cause] = before + times, [*known, *names][:_EXAMPLES]
            total.lates += found.lates
            total.bad += found.bad
            total.heavy = sorted([*total.heavy, *found.heavy], reverse=True)[:12]
            total.slow = sorted([*total.slow, *found.slow], reverse=True)[:12]
            total.lines |= found.lines
            for source, names in found.kept.items():
                total.kept.setdefault(source, []).extend(names)
        return total
