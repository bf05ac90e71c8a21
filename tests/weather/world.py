"""Three small counties whose bureaus publish and correct reports: what the portals show, and what is therefore true.

Everything follows from a seed, so that a round can be played again. Each figure is printed once in the whole world: a
published one tells of which report and which of its forms it is.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from openpyxl import Workbook

from domain.divisions import Division
from infra.routes.manifest import Reply, Route, target_of
from tests.operation.simulated import counties

PORTALS = 3
#: This county attaches workbooks; the others print their tables on the page.
_WITH_FILES = 2
_BUDGET, _FINAL = "budget", "final_accounts"

#: Division, fiscal year, kind.
ReportName = tuple[str, int, str]


@dataclass
class Told:
    """One report: the totals it has printed, oldest first, in 万元."""

    portal: int
    year: int
    kind: str
    totals: list[int]

    @property
    def place(self) -> str:
        return f"{self.year}{'b' if self.kind == _BUDGET else 'f'}"


@dataclass
class World:
    divisions: list[Division] = field(default_factory=lambda: counties(PORTALS))
    told: dict[ReportName, Told] = field(default_factory=dict)
    _printed: int = 1000
    _files: dict[int, bytes] = field(default_factory=dict)

    def begin(self) -> None:
        """Two reports each."""
        for portal in range(PORTALS):
            self._tell(portal, 2025, _BUDGET)
            self._tell(portal, 2024, _FINAL)

    def go_on(self, chance: random.Random) -> str:
        """One thing happens: a report appears, or one is corrected. Says which."""
        portal = chance.randrange(PORTALS)
        open_years = [
            (year, kind)
            for year in range(2015, 2026)
            for kind in (_BUDGET, _FINAL)
            if (self.divisions[portal].code, year, kind) not in self.told
        ]
        if open_years and chance.random() < 0.5:
            year, kind = chance.choice(open_years)
            self._tell(portal, year, kind)
            return f"portal {portal} publishes {kind} {year}"
        report = chance.choice([one for one in self.told.values() if one.portal == portal])
        report.totals.append(self._next())
        return f"portal {portal} corrects {report.kind} {report.year}"

    def truth(self) -> dict[ReportName, tuple[str, int]]:
        """What must be published in calm weather: the total in 元, and how often the report has been corrected."""
        return {name: (_yuan(one.totals[-1]), len(one.totals)) for name, one in self.told.items()}

    def ever(self) -> dict[ReportName, set[str]]:
        """Every total that was ever true of a report."""
        return {name: {_yuan(total) for total in one.totals} for name, one in self.told.items()}

    def routes(self) -> list[Route]:
        """What the portals answer now."""
        found = []
        for portal, division in enumerate(self.divisions):
            host = host_of(portal)
            mine = [one for one in self.told.values() if one.portal == portal]
            rows = "".join(
                f"<li><a href='/d/{one.place}.html' title='{_title(division, one)}'>{_title(division, one)}</a>"
                f"<b>{_day(one)}</b></li>"
                for one in sorted(mine, key=_day, reverse=True)
            )
            pager = '<script>createPageHTML(1, 0, "index", "html")</script>'
            found.append(_route(host, "/robots.txt", "User-agent: *\nAllow: /\n"))
            found.append(_route(host, "/czyjs/index.html", f"<html><body><ul>{rows}</ul>{pager}</body></html>"))
            for one in mine:
                found += self._report(host, division, one)
        return found

    def _report(self, host: str, division: Division, one: Told) -> list[Route]:
        title = _title(division, one)
        if one.portal != _WITH_FILES:
            return [_route(host, f"/d/{one.place}.html", _article(title, _table(one)))]
        # A corrected workbook is another file, as on real portals: its page changes with it.
        file = f"/f/{one.place}_{len(one.totals)}.xlsx"
        body = f"<p><a href='{file}' title='{title}.xlsx'>{title}.xlsx</a></p>"
        sheet = self._files.setdefault(one.totals[-1], _workbook(one))
        return [
            _route(host, f"/d/{one.place}.html", _article(title, body)),
            _route(host, file, sheet, kind=b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ]

    def _tell(self, portal: int, year: int, kind: str) -> None:
        self.told[(self.divisions[portal].code, year, kind)] = Told(portal, year, kind, [self._next()])

    def _next(self) -> int:
        self._printed += 7
        return self._printed


def host_of(portal: int) -> str:
    return f"www.weather{portal}.test"


def declare(folder: Path, world: World, *, hurried: bool = False) -> None:
    """Declarations of the three; ``hurried``: with limits by which a stalled portal costs a fraction of a second."""
    folder.mkdir(parents=True, exist_ok=True)
    for portal, division in enumerate(world.divisions):
        declaration = {
            "id": f"weather-{portal}",
            "division": division.code,
            "family": "trs",
            "publisher": [f"{division.name}信访局"],
            "entry": [{"url": f"http://{host_of(portal)}/czyjs/index.html", "role": "county_column", "mixed": True}],
            "hosts": [host_of(portal)],
            "scheme": "http",
            "pace": {"gap_s": 0},
            "limits": {"read_s": 0.4, "total_s": 1.2} if hurried else {},
        }
        text = yaml.safe_dump(declaration, allow_unicode=True)
        (folder / f"weather-{portal}.yaml").write_text(text, encoding="utf-8")


def _title(division: Division, one: Told) -> str:
    kind = f"{one.year}年部门预算公开" if one.kind == _BUDGET else f"{one.year}年度部门决算公开"
    return f"{division.name}信访局{kind}"


def _day(one: Told) -> str:
    return f"{one.year}-02-20" if one.kind == _BUDGET else f"{one.year + 1}-09-18"


def _rows(one: Told) -> list[tuple[object, ...]]:
    total = one.totals[-1]
    return [
        ("项目", "金额", "项目", "金额"),
        ("一、一般公共预算财政拨款收入", total, "一、一般公共服务支出", total - 50),
        ("二、其他收入", 0, "二、社会保障和就业支出", 50),
        ("本年收入合计", total, "本年支出合计", total),
        ("总计", total, "总计", total),
    ]


def _name(one: Told) -> str:
    return "收支预算总表" if one.kind == _BUDGET else "收入支出决算总表"


def _table(one: Told) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in _rows(one))
    return f"<p>{_name(one)}</p><p>单位：万元</p><table border='1'>{body}</table>"


def _workbook(one: Told) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _name(one)
    for row in [(_name(one),), ("单位：万元",), *_rows(one)]:
        sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _article(title: str, body: str) -> str:
    return f"<html><body><h1>{title}</h1><div id='zoom'><p>{title}</p>{body}</div></body></html>"


def _yuan(total: int) -> str:
    return f"{total}0000.00"


def _route(host: str, path: str, content: str | bytes, *, kind: bytes = b"text/html; charset=utf-8") -> Route:
    named, target = target_of(f"http://{host}{path}")
    body = content.encode() if isinstance(content, str) else content
    reply = Reply(200, ((b"Content-Type", kind),), body, validators=True)
    return Route("GET", named, target, None, requires_referer=False, replies=[reply])
