"""How one portal writes its lists, pages, details and files: the parts of a declaration (see ``declaration.py``).

Everything has a default, so that a family states what its CMS does and a portal only what is different.
"""

from __future__ import annotations

import json
import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from scrapers.usable import (
    DayFormat,
    PagePlaces,
    PageTemplate,
    Pattern,
    Patterns,
    Selector,
    Selectors,
    TitlePlaces,
    TotalPlace,
    Window,
    Words,
)

MEGABYTE = 1024 * 1024
#: A place of a template: ``{p}``, ``{p0*15}``.
_PLACE = re.compile(r"\{\w+(?:\*\d+)?\}")


class Rules(BaseModel):
    """Base: frozen, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class EntryRole(StrEnum):
    BUREAU = "bureau"  # the bureau's own column: rows without an agency name are its own
    COUNTY_COLUMN = "county_column"  # all departments of one division
    FINANCE_BUREAU = "finance_bureau"
    PLATFORM = "platform"  # departments of many divisions
    YEARLY = "yearly"


class Entry(Rules):
    """One column of a portal. ``mixed``: rows of other departments are expected."""

    url: str = Field(pattern=r"^https?://[^\s/]+")
    role: EntryRole = EntryRole.COUNTY_COLUMN
    mixed: bool = True
    #: The address changes every year: ``{yyyy}`` or ``{yy}`` stands for the year, or ``index`` leads to it.
    year_in_url: bool = False
    #: Page that links to the column of every year.
    index: str | None = Field(default=None, pattern=r"^https?://[^\s/]+")
    #: The oldest year that a column of every year has: earlier ones are not asked for.
    since: int | None = Field(default=None, ge=1990, le=2100)
    #: What the page offers and no request of the declaration reads (2024年): told as ``partial`` at full readings.
    unread: Words = ()
    #: Name of the column, where a person should see one.
    name: str | None = None
    #: Values an adapter needs for this entry (``classify``, ``sid`` …).
    parameters: dict[str, str] = Field(default_factory=dict)


class PublisherName(Rules):
    """A name that counts as this portal's own bureau, in the years it was in use."""

    name: str = Field(min_length=2)
    valid_from: int | None = None
    valid_to: int | None = None


class Adapter(StrEnum):
    """The engines that read lists. Most CMS are ``static_list`` with another page rule; a family chooses."""

    STATIC_LIST = "static_list"
    HANWEB_JPAGE = "hanweb_jpage"  # record set in a script, later groups by POST
    JPAAS_UNIT = "jpaas_unit"  # later pages as HTML inside JSON
    FRAGMENT = "fragment"  # pieces of HTML asked for by address or form (Hanweb xxgk, Lonsun labels, Hebei blocks)
    JSON_LIST = "json_list"  # any JSON answer, by declared field names
    GKMLPT = "gkmlpt"  # Guangdong: shell with its own columns, then JSON
    PLATFORM_JIANGSU = "platform_jiangsu"  # departments, reports, files by three calls
    MANUAL = "manual"  # the entries are the items themselves, pasted by a person


class DateRule(Rules):
    """Where a row's date stands. Without ``select`` the date is looked for in the row, outside the link first."""

    select: Selectors = ()
    #: Attribute that holds the date instead of the text.
    attribute: str | None = None
    #: How the date is written (``%d/%m/%Y``), where it is not year, month, day.
    format: DayFormat | None = None
    #: Rows print month and day only; such a date stays unknown.
    partial: bool = False


class ListRule(Rules):
    """Rows of a list page. ``rows`` are CSS selectors tried in order; none: rows are recognised by their shape."""

    rows: Selectors = ()
    link: Selector = "a[href]"
    #: Where the title stands, in order: ``attr:NAME`` of the link, ``text`` of it, ``css:SELECTOR`` in the row.
    title: TitlePlaces = ("attr:title", "text")
    date: DateRule = DateRule()
    #: Rows that match are no items (separators, templates).
    ignore: Selectors = ()
    #: Pattern that an item's address must match (searched), e.g. to stay in one column.
    address: Pattern | None = None
    #: Rows may also be written by inline scripts (``document.writeln``, ``var url=``, arrays of objects).
    script_rows: bool = True
    #: The column page holds only an iframe of the same host, whose page is the list.
    frame: bool = False


class PageRuleName(StrEnum):
    AUTO = "auto"  # what the page itself shows: next link or pager call
    SUFFIX_ZERO_BASED = "suffix_zero_based"  # page p = {prefix}_{p-1}.{ext}
    SUFFIX_ONE_BASED = "suffix_one_based"  # page p = {prefix}_{p}.{ext}
    REVERSE = "reverse"  # page p = {column}/{total-p+1}.htm
    QUERY = "query"  # ?{parameter}={p}
    PATH = "path"  # …/{p}.html
    TEMPLATE = "template"  # any address with {p} or {p0}
    NEXT_LINK = "next_link"
    GROUP = "group"  # groups of a record set; the engine asks as the page's own script does
    JSON = "json"  # the answer itself says how many pages there are
    NONE = "none"


class PageRule(Rules):
    """How page 2 of a list is asked for."""

    rule: PageRuleName = PageRuleName.AUTO
    prefix: str | None = None
    ext: str | None = None
    parameter: str = "page"
    #: For ``template``: ``{p}`` counts from 1, ``{p0}`` from 0; relative to the entry.
    template: PageTemplate | None = None
    #: Where the page says how many pages there are: the name of a call or variable (``createPageHTML``, ``countPage``),
    #: or a pattern with one group. The general rules find the usual ones.
    total: TotalPlace | None = None
    #: Pages read when watching, and when a column is read for the first time or in full.
    max_pages: int = Field(default=3, ge=1)
    first_pages: int = Field(default=50, ge=1)

    @model_validator(mode="after")
    def _can_be_asked(self) -> PageRule:
        if self.rule is PageRuleName.TEMPLATE and not self.template:
            message = "rule: template 须写明 template / rule: template needs a template with {p} or {p0}"
            raise ValueError(message)
        return self


class ApiRule(Rules):
    """Requests that fill a list by script, and the names of the fields in the answer.

    ``url`` and the values of ``fields`` may hold ``{p}`` (page from 1), ``{p0}`` (from 0), ``{p0*15}`` (first row of a
    page of 15, from 0), ``{per_page}`` and the names of the entry's ``parameters``.
    """

    method: Literal["GET", "POST"] = "GET"
    url: str | None = None
    #: How a POST carries its fields.
    body: Literal["form", "json"] = "form"
    fields: dict[str, str] = Field(default_factory=dict)
    #: The whole JSON object of a POST, with places, where it is more than fields with texts: ``{"page":{"no":{p}}}``.
    posted: str | None = None
    #: Name the column page as Referer, which is the truth and what these calls expect.
    referer: bool = True
    #: Dotted paths into a JSON answer; keys are tried in order.
    items_path: str | None = None
    #: Without them (or where a record lacks them) the usual names are looked for.
    title_key: Words = ()
    url_key: Words = ()
    date_key: Words = ()
    publisher_key: Words = ()
    #: What the page's own script puts before the address that a record holds: ``/app``.
    url_base: str = ""
    #: Address of an item whose record holds none, with places for the record's fields: ``/detail.html?id={id}``.
    item_url: str | None = None
    #: How many rows, or pages, there are in all.
    total_key: str | None = None
    total_pages_key: str | None = None
    #: Query parameter that says how many rows a page has.
    per_page_parameter: str | None = None
    per_page: int = Field(default=15, ge=1)
    #: Names of columns that hold 预决算, for shells that list their own columns.
    columns: Words = ("预算/决算", "财政预决算", "部门预决算", "预决算公开", "预决算", "预算决算", "财政预算、决算")

    @field_validator("posted")
    @classmethod
    def _an_object(cls, posted: str | None) -> str | None:
        try:
            known = posted is None or isinstance(json.loads(_PLACE.sub("1", posted)), dict)
        except ValueError:
            known = False
        if not known:
            message = '须为 JSON 对象，如 {"page": {p}} / write a JSON object like {"page": {p}}'
            raise ValueError(message)
        return posted


class ItemCall(Rules):
    """A call that the page of an item makes: its address and the values of ``fields`` hold places (``{id}``) for the
    parameters of the page's own address, and for what its path holds where ``path`` has the same places.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    #: How a POST carries its fields.
    body: Literal["form", "json"] = "form"
    fields: dict[str, str] = Field(default_factory=dict)
    #: The path of the page's address: ``/detail/{id}``, or its route: ``#/detail/{id}``.
    path: str | None = None

    @property
    def has_places(self) -> bool:
        return any("{" in text for text in (self.url, *self.fields.values()))

    @property
    def declared(self) -> str | dict[str, object]:
        """As a declaration writes it."""
        return self.url if self.method == "GET" and self.path is None else self.model_dump(exclude_none=True)


def _as_call(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


class DetailRule(Rules):
    """Where a detail page states what it is. Everything not declared is found by the general rules.

    A place is ``label:发布日期`` (the value beside a printed label), ``meta:PubDate`` (a tag), ``meta`` (the tag which
    《政府网站发展指引》 has for it) or a CSS selector; places are tried in order before the general rules.
    """

    #: CSS selectors of the body.
    body: Selectors = ()
    title: PagePlaces = ()
    date: PagePlaces = ()
    publisher: PagePlaces = ()
    index_no: PagePlaces = ()
    #: What a page that is drawn by script asks for its article, and what for its files; a bare address is a GET.
    api: Annotated[ItemCall | None, BeforeValidator(_as_call)] = None
    files: Annotated[ItemCall | None, BeforeValidator(_as_call)] = None
    #: What its script puts before the addresses of the files that these answer, or makes of their fields where they
    #: hold none: ``/file/download?id={id}``.
    file_base: str = ""
    #: Script files of the page that state these calls by what the page says of itself (``box.dataset.contentId``).
    scripts: Words = ()
    #: More labels of the publication date than 发布日期 and its like.
    date_labels: Words = ()


class AttachmentRule(Rules):
    """What counts as a file beyond the general rules (extension, download addresses, viewers)."""

    #: Patterns (searched in the address) of downloads without an extension.
    extra_patterns: Patterns = ()
    #: Patterns of addresses that are never files of the report.
    ignore: Patterns = ()
    #: Images of the body are fetched as documents when the body states no figures.
    images: bool = True
    #: What names a file, in order; the first that tells a person something counts.
    names_from: tuple[Literal["title", "text", "header"], ...] = ("title", "text", "header")


class TitleRule(Rules):
    """Words of this portal beyond the general vocabulary of ``data/title_words.yaml``."""

    include: Patterns = ()
    exclude: Patterns = ()
    #: ``publisher``: a row that names no body is taken only when its page names one of the declared publishers.
    body_match: Literal["publisher"] | None = None


class Expect(Rules):
    """Text that the real page always holds; a page without it is a wall, a soft 404 or a new template."""

    list_must_have: Patterns = ()
    detail_must_have: Patterns = ()


class Pace(Rules):
    """How gently a portal is read."""

    gap_s: float = Field(default=6.0, ge=0)
    #: Office hours of the portal, Beijing time; a failure outside them counts as closed.
    window: Window | None = None
    #: Visits a day that the schedule may make.
    per_day: int = Field(default=2, ge=1)
    #: Requests one visit may make.
    requests: int = Field(default=600, ge=1)
    #: Requests a day to one host, over all visits and all workers that share a store.
    requests_per_day: int = Field(default=2000, ge=1)
    #: Days after which a known item is asked for again (conditionally).
    recheck_days: int = Field(default=30, ge=1)
    #: Days after which all pages of a list are read again (conditionally), whatever page 1 says.
    reread_days: int = Field(default=30, ge=1)
    #: Days after which a list, and a page or file, is asked for without conditions: a full answer proves that "not
    #: modified" was true.
    proof_days: int = Field(default=45, ge=1)
    item_proof_days: int = Field(default=180, ge=1)


class LimitRule(Rules):
    """Bounds of one response, in decoded bytes and seconds."""

    page_bytes: int = Field(default=10 * MEGABYTE, ge=1024)
    file_bytes: int = Field(default=100 * MEGABYTE, ge=1024)
    connect_s: float = Field(default=10.0, gt=0)
    read_s: float = Field(default=30.0, gt=0)
    total_s: float = Field(default=300.0, gt=0)


class RobotsNote(Rules):
    """What robots.txt said when a person looked; the client always reads it itself."""

    checked: date | None = None
    result: str | None = None


class Verified(Rules):
    """Rows counted on a live look at the portal."""

    page1: int | None = None
    page2: int | None = None
    last: int | None = None
    on: date


class TlsProfile(StrEnum):
    """How the handshake is done; the certificate is checked in all of them."""

    STANDARD = "standard"
    P256 = "p256"
    LEGACY_RENEGOTIATION = "legacy_renegotiation"
    LEGACY_DH = "legacy_dh"
