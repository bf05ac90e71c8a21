"""A portal as data: one YAML file per portal, with the defaults of its CMS family below it.

``families/{family}.yaml`` states what a CMS does; a portal file states hosts, entries and what differs. Mappings are
merged key by key, lists are replaced. What can never work is refused here and not at night; wrong files are reported
all at once, each problem with file, line, field and what to write (:mod:`scrapers.explained`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from domain.declared import SafeLoader, from_yaml
from domain.divisions import load_divisions
from scrapers.addresses import host_of, identity
from scrapers.explained import AtField, division_words, explain, field_lines, problem_at, twice_written
from scrapers.misdeclared import DeclarationError
from scrapers.rules import (
    Adapter,
    ApiRule,
    AttachmentRule,
    DetailRule,
    Entry,
    Expect,
    LimitRule,
    ListRule,
    Pace,
    PageRule,
    PublisherName,
    RobotsNote,
    Rules,
    TitleRule,
    TlsProfile,
    Verified,
)
from scrapers.usable import Charset, Egress, Host, State

FAMILIES = Path(__file__).parent / "families"
#: State of a portal whose host is known and whose column of 预决算 is not: nothing is asked of it unless it is named.
NO_COLUMN = "no_column"


def _as_publisher(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class Portal(Rules):
    """One configured source: the hosts that may be read, its columns, and how its pages are written."""

    id: str = Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
    #: Six-digit code of the division whose bureau publishes here.
    division: str = Field(pattern=r"^\d{6}$")
    family: str
    publisher: tuple[Annotated[PublisherName, BeforeValidator(_as_publisher)], ...] = ()
    entry: tuple[Entry, ...] = Field(min_length=1)
    #: The only hosts that may be read: ``host``, or ``host:port`` for an unusual port.
    hosts: tuple[Host, ...] = Field(min_length=1)
    scheme: Literal["http", "https", "both"] = "both"
    adapter: Adapter = Adapter.STATIC_LIST
    list: ListRule = ListRule()
    page: PageRule = PageRule()
    api: ApiRule = ApiRule()
    detail: DetailRule = DetailRule()
    attachments: AttachmentRule = AttachmentRule()
    title: TitleRule = TitleRule()
    expect: Expect = Expect()
    charset: Charset = "auto"
    tls: TlsProfile = TlsProfile.STANDARD
    pace: Pace = Pace()
    limits: LimitRule = LimitRule()
    robots: RobotsNote = RobotsNote()
    #: Address of a proxy, ``direct`` for none whatever the environment says, empty for the environment's.
    egress: Egress | None = None
    verified: Literal["never"] | Verified = "never"
    #: What a person found: ok, partial, wall:412, moved, unreachable …
    state: State = "ok"
    note: str = ""

    @model_validator(mode="after")
    def _entries_on_own_hosts(self) -> Portal:
        for place, entry in enumerate(self.entry):
            self._check_address(entry.url, f"entry.{place}.url")
            if entry.index is not None:
                self._check_address(entry.index, f"entry.{place}.index")
        return self

    def _check_address(self, url: str, field: str) -> None:
        try:
            host, parts = host_of(url), urlsplit(url)
        except ValueError:
            zh, en = f"{url} 不是可用的地址（端口或括号有误）", f"{url} is no address: see its port and brackets"
            raise AtField(field, zh, en) from None
        if not parts.hostname:
            raise AtField(field, f"{url} 没有主机名", f"{url} has no host")
        if parts.username is not None or parts.password is not None:
            zh, en = "地址中请勿写登录信息", "write the address without a login"
            raise AtField(field, f"{parts.hostname}：{zh}", f"{parts.hostname}: {en}")
        if host not in self.hosts:
            raise AtField(
                field,
                f"{url} 不在本门户的主机上（{', '.join(self.hosts)}）；请将 {host} 加入 hosts",
                f"{url} is not on a host of this portal ({', '.join(self.hosts)}): add {host} to hosts",
            )


def load_portals(*paths: Path | str) -> tuple[Portal, ...]:
    """All portals declared in ``paths`` (files, or folders read with all below them), in order of id.

    Raises :class:`DeclarationError` with every mistake of every file; nothing is loaded by halves.
    """
    problems: list[str] = []
    loaded: dict[str, tuple[Portal, Path]] = {}
    columns: dict[tuple[object, ...], Path] = {}
    for path in _files(paths, problems):
        portal = _load(path, problems)
        if portal is None:
            continue
        if portal.id in loaded:
            taken = loaded[portal.id][1]
            problems.append(
                f"{path}: id: {portal.id!r} 已用于 {taken}，id 不得重复 / is taken by {taken}; ids are unique"
            )
            continue
        loaded[portal.id] = (portal, path)
        problems += _read_twice(portal, path, columns)
    if problems:
        raise DeclarationError(problems)
    return tuple(portal for portal, _ in sorted(loaded.values(), key=lambda pair: pair[0].id))


def columns_of(portal: Portal) -> list[tuple[object, ...]]:
    """What tells the portal's columns from those of others, in order of its entries."""
    return [(portal.division, identity(one.url), *sorted(one.parameters.items())) for one in portal.entry]


def portal_from(declaration: Mapping[str, Any], *, source: str = "declaration") -> Portal:
    """One portal from an already parsed mapping, with its family's defaults. Raises :class:`DeclarationError`."""
    problems: list[str] = []
    portal = _build(dict(declaration), Path(source), {}, problems)
    if portal is None:
        raise DeclarationError(problems)
    return portal


def _read_twice(portal: Portal, path: Path, columns: dict[tuple[object, ...], Path]) -> Iterator[str]:
    """Columns that were declared for the same division already; bureaus of two divisions may share a list."""
    for place, column in enumerate(columns_of(portal)):
        known = columns.setdefault(column, path)
        if known != path:
            yield (
                f"{path}: entry.{place}.url: 该区划的这一栏目已在 {known} 中声明，会重复采集；请删去其一 / "
                f"this column is declared for the same division in {known} and would be read twice: delete one"
            )


def _files(paths: tuple[Path | str, ...], problems: list[str]) -> Iterator[Path]:
    seen: set[Path] = set()
    for given in map(Path, paths):
        if given.is_dir():
            found = sorted([*given.rglob("*.yaml"), *given.rglob("*.yml")])
        elif given.is_file():
            found = [given]
        else:
            problems.append(f"{given}: 没有这个声明文件或文件夹 / no such file or folder of declarations")
            continue
        for path in found:
            if path not in seen:
                seen.add(path)
                yield path


def _load(path: Path, problems: list[str]) -> Portal | None:
    try:
        text = path.read_text(encoding="utf-8")
        raw = from_yaml(text)
        root = yaml.compose(text, Loader=SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        why = " ".join(str(problem).split())
        problems.append(f"{path}: 不是可读的 YAML（UTF-8，一个文件一份声明） / not readable as YAML in UTF-8: {why}")
        return None
    if not isinstance(raw, dict):
        found = ("空文件", "nothing") if raw is None else ("别的内容", f"a {type(raw).__name__}")
        problems.append(
            f"{path}: 门户声明应为一组字段，这里是{found[0]} / a portal is a mapping of fields, this is {found[1]}"
        )
        return None
    lines = field_lines(root)
    twice = list(twice_written(root))
    for field, first, line in twice:
        words = f"第{first}行已写过，请删去其一 / written in line {first} already: delete one"
        problems.append(f"{path}:{line}: {field}: {words}")
    portal = _build(_with_text_keys(raw), path, lines, problems)
    if portal is not None and load_divisions().get(portal.division) is None:
        problems.append(problem_at(["division"], division_words(portal.division), path, lines))
        return None
    return None if twice else portal


def _with_text_keys(raw: Mapping[str | bool, object]) -> dict[str, Any]:
    """``on:`` and ``off:`` are field names here; YAML 1.1 reads them as truth values."""
    names = {True: "on", False: "off"}
    kept: dict[str, Any] = {}
    for key, value in raw.items():
        name = names[key] if isinstance(key, bool) else key
        kept[name] = _with_text_keys(value) if isinstance(value, dict) else value
    return kept


def _build(raw: dict[str, Any], path: Path, lines: Mapping[str, int], problems: list[str]) -> Portal | None:
    raw = _with_family(raw)
    family = raw.get("family")
    if not isinstance(family, str) or family not in families():
        allowed = ", ".join(sorted(families()))
        near = difflib.get_close_matches(str(family), families(), n=1)
        meant = (f"，是否指 {near[0]}？", f", did you mean {near[0]}?") if near else ("；", ";")
        words = f"没有建站系统 {family!r}{meant[0]}可用 / is unknown{meant[1]} allowed: {allowed}"
        problems.append(f"{path}:{lines.get('family', 1)}: family: {words}")
        return None
    try:
        return Portal.model_validate(_merged(family_defaults(family), raw))
    except ValidationError as invalid:
        errors = invalid.errors()
        inner = {error["loc"][:end] for error in errors for end in range(len(error["loc"]))}
        # A list whose only element is wrong is also told to be too short.
        told = (error for error in errors if error["type"] != "too_short" or error["loc"] not in inner)
        problems.extend(explain(error, path, lines, Portal) for error in told)
        return None


#: Adapters that are an engine with the page rules of one family: naming the adapter names the family.
_FAMILY_OF_ADAPTER = {
    "static_list": "static",
    "hanweb_jpage": "hanweb_jpage",
    "hanweb_xxgk": "hanweb_xxgk",
    "jpaas_unit": "hanweb_jpaas",
    "vsb_egov": "vsb_egov",
    "ucap_json": "ucap_json",
    "gkmlpt": "gkmlpt",
    "lonsun_label": "lonsun_label",
    "epoint_json": "epoint",
    "json_list": "json",
    "embedded_rows": "static",
    "block_list": "hebei_blocks",
    "iframe_list": "iframe",
    "platform_jiangsu": "platform_jiangsu",
    "yearly_column": "yearly_column",
    "manual": "manual",
}


def _with_family(raw: dict[str, Any]) -> dict[str, Any]:
    """A declaration that names only its adapter gets that adapter's family; the family then chooses the engine."""
    adapter = raw.get("adapter")
    if not isinstance(adapter, str) or adapter not in _FAMILY_OF_ADAPTER:
        return raw
    family = raw.get("family", _FAMILY_OF_ADAPTER[adapter])
    kept = {name: value for name, value in raw.items() if name != "adapter" or adapter in set(Adapter)}
    return {**kept, "family": family}


@cache
def families() -> Mapping[str, Path]:
    """Names of CMS families and the files that describe them."""
    return {path.stem: path for path in sorted(FAMILIES.glob("*.yaml"))}


@cache
def family_defaults(family: str) -> Mapping[str, Any]:
    """The defaults of a family, with those of the family it ``inherits`` from below them.

    ``about``, ``fingerprint``, ``parameters`` and the like describe the family and are no fields of a portal.
    """
    raw = from_yaml(families()[family].read_text(encoding="utf-8")) or {}
    base = raw.pop("inherits", None)
    for described in ("about", "fingerprint", "parameters", "parameter_sources", "choices", "yearly", "many_divisions"):
        raw.pop(described, None)
    return _merged(family_defaults(base), raw) if base else raw


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        merged[key] = _merged(known, value) if isinstance(known, Mapping) and isinstance(value, Mapping) else value
    return merged
