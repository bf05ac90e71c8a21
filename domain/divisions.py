"""Administrative divisions of China: codes, names, validity years, and who became whom.

Read from ``reference/divisions.csv`` (provinces, prefectures, county-level divisions valid at any time since 2013 and
statistical codes of 开发区), ``division_changes.csv`` (renames, conversions, mergers) and ``special_zones.csv`` (zones
without a code of their own). A code or a name is always read for a year: ``密云县`` is 110228 up to 2014 and 110118
(密云区) afterwards. Nothing is guessed: a name of several divisions is an :class:`AmbiguousDivision` with all of them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from domain.division_names import Form, name_forms, zone_forms
from domain.division_text import Mention, find_in, mentions_in
from domain.near_names import nearest
from domain.records import Level
from domain.text import squeeze

_LEVELS = {
    "province": Level.PROVINCE,
    "prefecture": Level.PREFECTURE,
    "county": Level.COUNTY,
    "statistical_zone": Level.ZONE,
}
#: Rows of the statistical list that name no place of their own.
_PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True, slots=True)
class Division:
    """One division as it was from ``valid_from`` to ``valid_to`` (years, both included; ``None`` = open)."""

    code: str
    name: str
    province: str
    city: str | None
    level: Level
    valid_from: int | None = None
    valid_to: int | None = None
    note: str | None = None

    @property
    def full_name(self) -> str:
        """Province, prefecture and name without repetition: ``山西省长治市襄垣县``, ``重庆市荣昌区``."""
        return "".join(dict.fromkeys((self.province, self.city or "", self.name)))

    def valid_in(self, year: int) -> bool:
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999)

    @property
    def current(self) -> bool:
        return self.valid_to is None


class DivisionError(ValueError):
    """A name or code that does not lead to one division; ``message_zh`` and ``message_en`` are for people."""

    def __init__(self, message_zh: str, message_en: str) -> None:
        super().__init__(f"{message_zh}\n{message_en}")
        self.message_zh = message_zh
        self.message_en = message_en


def _listed(divisions: Iterable[Division]) -> str:
    return "、".join(f"{one.code} {one.full_name}{_years(one)}" for one in divisions)


def _years(division: Division) -> str:
    if division.current:
        return ""
    return f"（{division.valid_from or ''}-{division.valid_to}）"


class AmbiguousDivision(DivisionError):
    """Several divisions have this name; ``candidates`` holds them all."""

    def __init__(self, text: str, candidates: tuple[Division, ...]) -> None:
        self.text = text
        self.candidates = candidates
        listed = _listed(candidates)
        super().__init__(
            f"“{text}”指{len(candidates)}个区划，请写出上级区划或六位代码：{listed}",
            f"'{text}' names {len(candidates)} divisions; add the parent or give the six-digit code: {listed}",
        )


class UnknownDivision(DivisionError):
    """No division has this name or code; ``suggestions`` holds the nearest ones, best first."""

    def __init__(self, text: str, suggestions: tuple[Division, ...] = (), year: int | None = None) -> None:
        self.text = text
        self.suggestions = suggestions
        zh = f"没有找到区划“{text}”" + (f"（{year}年）" if year else "")
        en = f"no division '{text}'" + (f" in {year}" if year else "")
        if suggestions:
            zh += f"，是否指：{_listed(suggestions)}"
            en += f"; did you mean: {_listed(suggestions)}"
        super().__init__(zh, en)


@dataclass(frozen=True)
class Divisions:
    """The division table with its indexes; get one from :func:`load_divisions`."""

    rows: tuple[Division, ...]
    #: squeezed form -> (form, division), for all forms of all names.
    forms: Mapping[str, tuple[tuple[Form, Division], ...]]
    _by_code: Mapping[str, tuple[Division, ...]] = field(repr=False)
    _by_first: Mapping[str, tuple[str, ...]] = field(repr=False)
    _successors: Mapping[Division, tuple[Division, ...]] = field(repr=False)
    _predecessors: Mapping[Division, tuple[Division, ...]] = field(repr=False)

    def get(self, code: str, year: int | None = None) -> Division | None:
        """The division with this code in ``year`` (without a year: today's, else the last that had it)."""
        rows = self._by_code.get(code, ())
        if year is not None:
            return next((row for row in rows if row.valid_in(year)), None)
        return next((row for row in rows if row.current), max(rows, key=_last_year, default=None))

    def in_year(self, division: Division, year: int) -> tuple[Division, ...]:
        """What ``division`` was in ``year``: itself, its successors or its predecessors then (none: unknown)."""
        if division.valid_in(year):
            return (division,)
        later = division.valid_to is not None and division.valid_to < year
        steps = self._successors if later else self._predecessors
        found: dict[Division, None] = {}
        seen = {division}
        queue = [division]
        while queue:
            for neighbour in steps.get(queue.pop(0), ()):
                if neighbour in seen:
                    continue
                seen.add(neighbour)
                if neighbour.valid_in(year):
                    found[neighbour] = None
                else:
                    queue.append(neighbour)
        return tuple(found)

    def predecessors(self, division: Division) -> tuple[Division, ...]:
        """All earlier divisions that became ``division``, or part of it, in any number of steps (闸北区 of 静安区)."""
        found: dict[Division, None] = {}
        queue = [division]
        while queue:
            for earlier in self._predecessors.get(queue.pop(), ()):
                if earlier != division and earlier not in found:
                    found[earlier] = None
                    queue.append(earlier)
        return tuple(found)

    def present_day(self, code: str) -> Division:
        """Today's division on the ground of ``code``; the last one known where the chain ends.

        A division that was divided leads to its main successor. Raises :class:`UnknownDivision`.
        """
        division = self.get(code)
        if division is None:
            raise UnknownDivision(code)
        return self._present(division)

    def _present(self, division: Division) -> Division:
        seen = {division}
        while not division.current:
            following = next((one for one in self._successors.get(division, ()) if one not in seen), None)
            if following is None:
                break
            seen.add(following)
            division = following
        return division

    def resolve(self, text: str, *, year: int | None = None, within: str | None = None) -> Division:
        """The one division that ``text`` (a name, a name with parents, or a six-digit code) means.

        ``year``: the fiscal year; an earlier or later name leads to the division valid then. ``within``: a province or
        city name or the first digits of a code. Raises :class:`AmbiguousDivision` or :class:`UnknownDivision`.
        """
        key = squeeze(text)
        is_code = key.isascii() and key.isdigit()
        named = list(self._by_code.get(key, ())) if is_code else self._named(key, within)
        found = self.for_year(named, year)
        if within is not None:
            found = tuple(one for one in found if self.lies_within(one, within))
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousDivision(text, found)
        raise UnknownDivision(text, self._suggest(key, within, year), year)

    def mentions(self, text: str, *, year: int | None = None, within: str | None = None) -> tuple[Mention, ...]:
        """All place names of a running text with the divisions each can mean, see :mod:`domain.division_text`."""
        return mentions_in(self, text, year=year, within=within)

    def find_in(self, text: str, *, year: int | None = None, within: str | None = None) -> tuple[Division, ...]:
        """The divisions a running text names without doubt, counties before their cities and provinces."""
        return find_in(self, text, year=year, within=within)

    def names_from(self, first: str) -> tuple[str, ...]:
        """All written forms that begin with the character ``first``, the longest first."""
        return self._by_first.get(first, ())

    def search(self, prefix: str, *, limit: int = 20) -> tuple[Division, ...]:
        """Current divisions whose code, name or full name begins with ``prefix``, for completion; by code."""
        key = squeeze(prefix)
        found = (
            row
            for row in self.rows
            if row.current and (row.code.startswith(key) or row.name.startswith(key) or row.full_name.startswith(key))
        )
        return tuple(sorted(found, key=lambda row: row.code)[:limit])

    def _named(self, key: str, within: str | None) -> list[Division]:
        """Divisions whose form ends ``key`` while the rest of ``key`` names their parents; strongest forms only."""
        matches: list[tuple[Form, Division]] = []
        for start in range(len(key) - 1):
            for form, division in self.forms.get(key[start:], ()):
                fits = not start or self._parents_fit(key[:start], division)
                if fits and (within is None or self.lies_within(division, within)):
                    matches.append((form, division))
        if not matches:
            return []
        best = min(form for form, _ in matches)
        kept = [division for form, division in matches if form is best]
        provinces = [division for division in kept if division.level is Level.PROVINCE]
        # 吉林, 海南, 河南 alone are the short names of provinces.
        return provinces if best is Form.BARE and provinces else list(dict.fromkeys(kept))

    def _parents_fit(self, prefix: str, division: Division) -> bool:
        rest = {prefix}
        for parent in dict.fromkeys((division.province, division.city)):
            if parent is None or parent == division.name:
                continue
            forms = [form for form, _ in name_forms(parent)]
            rest |= {one.removeprefix(form) for one in rest for form in forms if one.startswith(form)}
        return "" in rest

    def for_year(self, named: Iterable[Division], year: int | None) -> tuple[Division, ...]:
        """What namesakes mean in ``year``; without a year today's ones, and past ones elsewhere of the same level.

        So 新市区 without a year stays ambiguous: 保定 had one until 2014.
        """
        named = tuple(dict.fromkeys(named))
        if year is not None:
            valid = tuple(one for one in named if one.valid_in(year))
            return valid or tuple(dict.fromkeys(then for one in named for then in self.in_year(one, year)))
        current = tuple(one for one in named if one.current)
        if not current:
            return _latest(named)
        past = (one for one in named if not one.current and one.level in {other.level for other in current})
        return current + tuple(one for one in past if self._present(one) not in current)

    def lies_within(self, division: Division, within: str) -> bool:
        """True where ``within`` (a name or the first digits of a code) is a parent of ``division``, or itself."""
        key = squeeze(within)
        if key.isascii() and key.isdigit():
            return division.code.startswith(_digits_of(key))
        parents = [form for name in (division.province, division.city) if name for form, _ in name_forms(name)]
        whole = (division.province + (division.city or ""), division.full_name)
        return key in parents or key in whole

    def _suggest(self, key: str, within: str | None, year: int | None) -> tuple[Division, ...]:
        if key in _PLACEHOLDERS:
            return ()
        rest, parents = self._without_parents(key)

        def eligible(division: Division) -> bool:
            in_time = division.current if year is None else division.valid_in(year)
            in_place = within is None or self.lies_within(division, within)
            return in_time and in_place and all(parent in (division.province, division.city) for parent in parents)

        names = {
            form: [one for _, one in found if eligible(one)]
            for form, found in self.forms.items()
            if abs(len(form) - len(rest)) <= 3
        }
        near = nearest(rest, (form for form, found in names.items() if found))
        return tuple(dict.fromkeys(one for form in near for one in names[form]))[:5]

    def _without_parents(self, key: str) -> tuple[str, list[str]]:
        """The last name of ``key`` and the official names of the provinces and prefectures before it."""
        parents: list[str] = []
        while True:
            for form in self.names_from(key[:1]):
                found = [one for _, one in self.forms[form] if one.level in (Level.PROVINCE, Level.PREFECTURE)]
                if found and key.startswith(form) and len(key) - len(form) >= 2:
                    parents.append(found[0].name)
                    key = key.removeprefix(form)
                    break
            else:
                return key, parents


def _last_year(division: Division) -> int:
    return division.valid_to or 9999


def _latest(divisions: tuple[Division, ...]) -> tuple[Division, ...]:
    last = max(map(_last_year, divisions), default=0)
    return tuple(one for one in divisions if _last_year(one) == last)


def reference_rows(name: str) -> list[dict[str, str]]:
    """The rows of ``domain/reference/{name}`` as dictionaries of strings."""
    text = resources.files("domain.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def load_divisions() -> Divisions:
    """The division table, read once."""
    rows = tuple(
        _division(row)
        for row in reference_rows("divisions.csv")
        # The statistical list repeats 嘉峪关市, which has no districts, as its own zone.
        if row["name"] not in _PLACEHOLDERS and not (row["level"] == "statistical_zone" and row["name"] == row["city"])
    )
    by_code: dict[str, list[Division]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
    forms = _all_forms(rows, by_code)
    successors, predecessors = _chains(by_code)
    return Divisions(
        rows=rows,
        forms={form: tuple(found) for form, found in forms.items()},
        _by_code={code: tuple(found) for code, found in by_code.items()},
        _by_first=_by_first_character(forms),
        _successors={one: tuple(found) for one, found in successors.items()},
        _predecessors={one: tuple(found) for one, found in predecessors.items()},
    )


def _division(row: Mapping[str, str]) -> Division:
    return Division(
        code=row["code"],
        name=row["name"],
        province=row["province"],
        city=row["city"] or None,
        level=_LEVELS[row["level"]],
        valid_from=int(row["valid_from"]) if row["valid_from"] else None,
        valid_to=int(row["valid_to"]) if row["valid_to"] else None,
        note=row["note"] or None,
    )


def _all_forms(
    rows: Iterable[Division], by_code: Mapping[str, list[Division]]
) -> dict[str, list[tuple[Form, Division]]]:
    forms: dict[str, list[tuple[Form, Division]]] = defaultdict(list)

    def add(form: str, kind: Form, division: Division) -> None:
        if all(known != division for _, known in forms[form]):
            forms[form].append((kind, division))

    for row in rows:
        zone = row.level is Level.ZONE
        for form, kind in zone_forms(row.name, row.city or row.province) if zone else name_forms(row.name):
            add(form, kind, row)
    for alias in reference_rows("division_aliases.csv"):
        for row in by_code[alias["code"]]:
            add(squeeze(alias["alias"]), Form.SHORT, row)
    for zone_row in reference_rows("special_zones.csv"):
        if zone_row["relation"] == "rule":
            continue
        host = by_code[zone_row["division_code"]][-1]
        division = host if zone_row["relation"] == "same" else _hosted_zone(zone_row, host)
        for form, kind in zone_forms(zone_row["zone_name"], host.city or host.province):
            add(form, kind, division)
    return forms


def _by_first_character(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = defaultdict(list)
    for form in forms:
        names[form[0]].append(form)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in names.items()}


def _hosted_zone(row: Mapping[str, str], host: Division) -> Division:
    """A zone without a code of its own goes by its host's code, under its own name."""
    return Division(host.code, row["zone_name"], host.province, host.city, Level.ZONE, note=row["note"] or None)


def _chains(
    by_code: Mapping[str, list[Division]],
) -> tuple[dict[Division, list[Division]], dict[Division, list[Division]]]:
    successors: dict[Division, list[Division]] = defaultdict(list)
    predecessors: dict[Division, list[Division]] = defaultdict(list)
    for change in reference_rows("division_changes.csv"):
        old = _row_of(by_code, change["old_code"], change["old_name"], first=True)
        new = _row_of(by_code, change["new_code"], change["new_name"], first=False)
        if old and new and old != new:
            successors[old].append(new)
            predecessors[new].append(old)
    return successors, predecessors


def _row_of(by_code: Mapping[str, list[Division]], code: str, name: str, *, first: bool) -> Division | None:
    rows = by_code.get(code, [])
    named = [row for row in rows if row.name == name] or rows
    if not named:
        return None
    return min(named, key=_last_year) if first else max(named, key=_last_year)


def _digits_of(code: str) -> str:
    """The digits that every code inside begins with: 50 of 重庆市 500000, 5110 of 内江市 511000 (乐山 has 511100)."""
    if len(code) != 6 or not code.endswith("00"):
        return code
    return code[:2] if code.endswith("0000") else code[:4]
