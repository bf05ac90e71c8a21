"""A portal as data: one YAML file per portal, with the defaults of its CMS family below it.

``families/{family}.yaml`` states what a CMS does; a portal file states hosts, entries and what differs. Mappings are
merged key by key, lists are replaced. Wrong files are reported all at once, each problem with file, line, field and
what is allowed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from domain.declared import SafeLoader, from_yaml
from scrapers.addresses import host_of
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
    hosts: tuple[str, ...] = Field(min_length=1)
    scheme: Literal["http", "https", "both"] = "both"
    adapter: Adapter = Adapter.STATIC_LIST
    list: ListRule = ListRule()
    page: PageRule = PageRule()
    api: ApiRule = ApiRule()
    detail: DetailRule = DetailRule()
    attachments: AttachmentRule = AttachmentRule()
    title: TitleRule = TitleRule()
    expect: Expect = Expect()
    charset: str = "auto"
    tls: TlsProfile = TlsProfile.STANDARD
    pace: Pace = Pace()
    limits: LimitRule = LimitRule()
    robots: RobotsNote = RobotsNote()
    #: Address of a proxy, ``direct`` for none whatever the environment says, empty for the environment's.
    egress: str | None = None
    verified: Literal["never"] | Verified = "never"
    #: What a person found: ok, partial, wall:412, moved, unreachable …
    state: str = "ok"
    note: str = ""

    @field_validator("hosts")
    @classmethod
    def _bare_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if "/" in host or host != host.lower() or not host.strip():
                message = f"{host!r}: write the bare host in lower case, without http:// and path"
                raise ValueError(message)
        return hosts

    @model_validator(mode="after")
    def _entries_on_own_hosts(self) -> Portal:
        for entry in self.entry:
            if host_of(entry.url) not in self.hosts:
                message = (
                    f"entry {entry.url} is not on a host of this portal ({', '.join(self.hosts)}): add it to hosts"
                )
                raise ValueError(message)
            parts = urlsplit(entry.url)
            if not parts.hostname:
                message = f"entry {entry.url} has no host"
                raise ValueError(message)
            if parts.username is not None or parts.password is not None:
                message = f"entry on {parts.hostname}: write the address without a login"
                raise ValueError(message)
        return self


def load_portals(*paths: Path | str) -> tuple[Portal, ...]:
    """All portals declared in ``paths`` (files, or folders read with all below them), in order of id.

    Raises :class:`DeclarationError` with every mistake of every file; nothing is loaded by halves.
    """
    problems: list[str] = []
    loaded: dict[str, tuple[Portal, Path]] = {}
    for path in _files(paths, problems):
        portal = _load(path, problems)
        if portal is None:
            continue
        if portal.id in loaded:
            problems.append(f"{path}: id: {portal.id!r} is taken by {loaded[portal.id][1]}; ids are unique")
            continue
        loaded[portal.id] = (portal, path)
    if problems:
        raise DeclarationError(problems)
    return tuple(portal for portal, _ in sorted(loaded.values(), key=lambda pair: pair[0].id))


def portal_from(declaration: Mapping[str, Any], *, source: str = "declaration") -> Portal:
    """One portal from an already parsed mapping, with its family's defaults. Raises :class:`DeclarationError`."""
    problems: list[str] = []
    portal = _build(dict(declaration), Path(source), {}, problems)
    if portal is None:
        raise DeclarationError(problems)
    return portal


def _files(paths: tuple[Path | str, ...], problems: list[str]) -> Iterator[Path]:
    seen: set[Path] = set()
    for given in map(Path, paths):
        if given.is_dir():
            found = sorted([*given.rglob("*.yaml"), *given.rglob("*.yml")])
        elif given.is_file():
            found = [given]
        else:
            problems.append(f"{given}: no such file or folder of declarations")
            continue
        for path in found:
            if path not in seen:
                seen.add(path)
                yield path


def _load(path: Path, problems: list[str]) -> Portal | None:
    try:
        text = path.read_text(encoding="utf-8")
        raw = from_yaml(text)
        lines = _lines(yaml.compose(text, Loader=SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        problems.append(f"{path}: not readable as YAML: {' '.join(str(problem).split())}")
        return None
    if not isinstance(raw, dict):
        problems.append(f"{path}: a portal is a mapping of fields, this is {type(raw).__name__}")
        return None
    return _build(_with_text_keys(raw), path, lines, problems)


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
        problems.append(f"{path}:{lines.get('family', 1)}: family: {family!r} is unknown; allowed: {allowed}")
        return None
    try:
        return Portal.model_validate(_merged(family_defaults(family), raw))
    except ValidationError as invalid:
        problems.extend(_explain(error, path, lines) for error in invalid.errors())
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


def _lines(node: yaml.Node | None, prefix: str = "") -> dict[str, int]:
    """Line of every field, by its dotted path (``entry.0.url``)."""
    found: dict[str, int] = {}
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(key.value), key.start_mark.line + 1, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        pairs = [(str(index), value.start_mark.line + 1, value) for index, value in enumerate(node.value)]
    else:
        return found
    for name, line, value in pairs:
        path = f"{prefix}{name}"
        found[path] = line
        found |= _lines(value, f"{path}.")
    return found


def _explain(error: ErrorDetails, path: Path, lines: Mapping[str, int]) -> str:
    where = [str(part) for part in error["loc"] if not str(part).startswith(("function-", "literal", "Verified"))]
    line = next((lines[name] for end in range(len(where), 0, -1) if (name := ".".join(where[:end])) in lines), 1)
    field = ".".join(where) or "portal"
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        message = "required and missing"
    elif error["type"] == "extra_forbidden":
        allowed = _fields_at(where[:-1])
        near = difflib.get_close_matches(where[-1], allowed, n=1)
        message = "unknown field" + (f", did you mean {near[0]!r}?" if near else "") + f" allowed: {', '.join(allowed)}"
    elif error["type"] not in ("value_error", "enum", "literal_error"):
        message += f" (found {error.get('input')!r})"
    return f"{path}:{line}: {field}: {message}"


def _fields_at(where: list[str]) -> list[str]:
    """Field names of the model that ``where`` leads to."""
    model: type[BaseModel] = Portal
    for part in where:
        if part.isdigit():
            continue
        field = model.model_fields.get(part)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType, Annotated, Literal):
        return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
    return None
