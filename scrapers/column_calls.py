"""Columns whose rows a page's own script or form asks for: calls that are stated whole are tried, others told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.ports import Clock
from scrapers.adapters.bureau_choice import BureauChoice, bureau_choices
from scrapers.adapters.calls import own_scripts, page_calls, stands_beside, unread_lists
from scrapers.adapters.chunks import chunk_addresses
from scrapers.adapters.model import PageRequest, Source
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.year_forms import year_form
from scrapers.adapters.years import Choice
from scrapers.addresses import host_of, resolve
from scrapers.client import PoliteClient
from scrapers.columns import ColumnLink, unreached_bureaus, unreached_years
from scrapers.declaration import family_defaults
from scrapers.fingerprint import FALLBACK, Fingerprint, fingerprints
from scrapers.found_column import (
    FRAGMENT,
    JSON,
    FoundColumn,
    Tried,
    ends_early,
    is_about_budgets,
    on_another_host,
    reaching,
    try_column,
)
from scrapers.found_items import calls_of_items
from scrapers.html import attribute, base_of, parse, text_of
from scrapers.look import fetch, look_at
from scrapers.own_hosts import is_own_host
from scrapers.refusals import FetchError

#: Ways of choosing the bureau that are tried.
_MAX_CHOICES = 2
#: Letters of a page that only its script fills.
_SHELL = 200
_UNREAD = "列表的请求没有写明 a call for a list that is not stated whole"


@dataclass(slots=True)
class CalledColumns:
    """Tries the calls of the pages of one search; ``told`` are those that cannot be asked, for a person."""

    client: PoliteClient
    clock: Clock
    told: list[str] = field(default_factory=list)
    #: Pages that only scripts fill: told where no column is found at all, for they may only lead to one.
    drawn: list[str] = field(default_factory=list)
    #: Script files of the portal that were read, by address.
    _texts: dict[str, str] = field(default_factory=dict)

    @property
    def unread(self) -> int:
        """How often something was told so far."""
        return len(self.told) + len(self.drawn)

    def by_year(self, source: Source, link: ColumnLink) -> list[FoundColumn]:
        """The page as a column of every year, where it offers years that only a call or a form of its own leads to."""
        if link.weight <= 1 or not unreached_years(source):
            return []
        soup = parse(source.text)
        form = year_form(source.text, soup, base_of(soup, source.url))
        calls = (
            [form]
            if form is not None
            else [one for one in page_calls(source.text, url=source.url) if one.since is not None]
        )
        if not calls:
            told = page_calls(source.text, self.scripts(source), url=source.url)
            calls = [one for one in told if one.since is not None]
        return self._asked(source, link, calls)

    def by_bureau(self, source: Source, link: ColumnLink, nodes: Sequence[Mapping[str, object]]) -> list[FoundColumn]:
        """The page as the bureau's own column, where a call of its own sends the department that a person chooses.

        ``nodes``: those of a tree that another call listed. It counts as the bureau's own only where the same call for
        another department answers other rows; else its rows must name their body.
        """
        soup = parse(source.text)
        choices = bureau_choices(source.text, soup, base_of(soup, source.url), nodes) if link.weight > 1 else ()
        for one in choices[:_MAX_CHOICES]:
            calls = [
                call for call in page_calls(source.text, (), (one.choice,), source.url) if _sends(call, one.choice)
            ]
            found = self._asked(source, link, calls)
            for column in found:
                column.bureau = one.label
                if self._differs(column, one):
                    column.look.entry = column.look.entry.model_copy(update={"name": one.label})
            if found:
                return found
        for label in unreached_bureaus(source):
            self.tell(f"没有地址可达的部门 a department that no address leads to: {label} ({source.url})")
        return []

    def _differs(self, column: FoundColumn, one: BureauChoice) -> bool:
        """True where the call answers other rows for another department."""
        if one.other is None or one.other.template is None:
            return False
        names = [name for name, value in column.parameters.items() if value == one.choice.template]
        other = dict.fromkeys(names, one.other.template)
        entry = column.look.entry
        asked = entry.model_copy(update={"parameters": entry.parameters | other})
        with reaching(self.client, column.portal.hosts):
            look = look_at(self.client, column.portal, asked, clock=self.clock, pages=1)
        return look.error is None and not {row.key for row in look.rows} & {row.key for row in column.look.rows}

    def called(
        self, source: Source, link: ColumnLink, *, with_files: bool, has_rows: bool = False
    ) -> list[FoundColumn]:
        """The page as a column whose rows its own script fetches; only where its label or address was meant to be one.

        ``with_files``: the scripts that it loads are read, too, where it states no call itself. ``has_rows``: it has
        rows of its own, so that calls which are not read are only told where no column is found at all.
        """
        if link.weight <= 1:
            return []
        calls, scripts = page_calls(source.text, url=source.url), list[str]()
        if with_files and not calls:
            scripts = self.scripts(source)
            calls = page_calls(source.text, scripts, url=source.url)
        if with_files and not calls and (later := self.later(source, scripts)):
            scripts = [*scripts, *later]
            calls = page_calls(source.text, scripts, url=source.url)
        found = self._asked(source, link, calls)
        if with_files and calls and not found and not scripts and (scripts := self.scripts(source)):
            # what axios puts before its addresses may stand in another script
            further = [one for one in page_calls(source.text, scripts, url=source.url) if one not in calls]
            found = self._asked(source, link, further)
        if not found and (with_files or has_rows):
            unread = unread_lists(source.text, scripts, source.url)
            told = [f"{_UNREAD}: {address} ({source.url})" for address in unread]
            if has_rows:
                self.drawn += told
            else:
                self._tell_unread(source, told, is_silent=not calls and not unread)
        return found

    def with_later_pages(self, source: Source, link: ColumnLink, column: FoundColumn) -> FoundColumn:
        """``column``, or the same list by a call of its page's own, where the page itself leads to no second page.

        Such a call must answer all rows that the page shows, and further ones.
        """
        if not ends_early(column):
            return column
        shown = {row.key for row in column.look.pages[0].rows}
        calls = page_calls(source.text, url=source.url)
        calls = calls or page_calls(source.text, self.scripts(source), url=source.url)
        for call in calls:
            if self._address_of(source, call) is None:
                continue
            found = self._read(source, link, call)
            look = found.look if found is not None else None
            if found is None or look is None or not look.outcome.is_success or look.note_en:
                continue
            if shown <= {row.key for row in look.pages[0].rows} and not {row.key for row in look.rows} <= shown:
                found.items = calls_of_items(self, found)
                return found
        return column

    def _tell_unread(self, source: Source, told: Sequence[str], *, is_silent: bool) -> None:
        """``is_silent``: no script of the page states a call, read or not."""
        for line in told:
            self.tell(line)
        soup = parse(source.text)
        for frame in soup.find_all(["iframe", "frame"], src=True):
            target = resolve(attribute(frame, "src"), base_of(soup, source.url))
            if target is not None and host_of(target) not in self.client.portal.hosts:
                self.tell(on_another_host(target, source.url))
        for address in own_scripts(soup, base_of(soup, source.url)):
            if not self._is_ours(address) and not stands_beside(address):
                told = "脚本在其他主机 a script on a host that is not the portal's"
                self.drawn.append(f"{told}: {address.split('?', 1)[0]} ({source.url})")
        if is_silent and len(text_of(soup)) <= _SHELL and soup.find("script", src=True) is not None:
            told = "页面由脚本绘制，没有写明列表的请求 drawn by script, no call for a list is stated"
            self.drawn.append(f"{told}: {source.url}")

    def scripts(self, source: Source) -> list[str]:
        """The texts of the scripts that the page loads from the portal's hosts, or others of its own domain."""
        soup = parse(source.text)
        return self.texts(source, own_scripts(soup, base_of(soup, source.url)))

    def later(self, source: Source, scripts: Sequence[str]) -> list[str]:
        """The texts of the parts of an application that its ``scripts`` load later for this page."""
        soup = parse(source.text)
        return self.texts(source, chunk_addresses(soup, base_of(soup, source.url), source.url, scripts))

    def texts(self, source: Source, addresses: Sequence[str]) -> list[str]:
        """The texts of those of ``addresses`` that are the portal's, each asked once."""
        for address in addresses:
            if self._is_ours(address) and address not in self._texts:
                self._texts[address] = ""
                try:
                    request = PageRequest(address, referer=source.url)
                    with reaching(self.client, [host_of(address)]):
                        self._texts[address] = fetch(self.client, self.client.portal, request).text
                except FetchError as error:
                    if error.ends_run:
                        raise
        return [self._texts[address] for address in addresses if self._texts.get(address)]

    def _is_ours(self, address: str) -> bool:
        hosts = self.client.portal.hosts
        return host_of(address) in hosts or is_own_host(host_of(address), hosts[0])

    def _asked(self, source: Source, link: ColumnLink, calls: Sequence[PageCall]) -> list[FoundColumn]:
        """The first of ``calls`` that answers rows about budgets, as JSON or as a piece of HTML."""
        failed = list[str]()
        for call in calls:
            address = self._address_of(source, call)
            if address is None:
                continue
            column = self._read(source, link, call)
            if column is not None:
                column.items = calls_of_items(self, column)
                return [column]
            failed.append(address)
        for address in failed:
            self.tell(f"请求没有返回预决算条目 a call that answered no rows of 预算 or 决算: {address} ({source.url})")
        return []

    def _address_of(self, source: Source, call: PageCall) -> str | None:
        """The address that ``call`` asks; ``None`` for none and, which a person is told, on another's host."""
        address = resolve(call.url.split("?", 1)[0], source.url)
        if address is None or self._is_ours(address):
            return address
        self.tell(on_another_host(address, source.url))
        return None

    def _read(self, source: Source, link: ColumnLink, call: PageCall) -> FoundColumn | None:
        """The answer to ``call`` as a column, under the rule that tells the addresses of most of its rows.

        Where most have none the column is none, which a person is told.
        """
        as_json, best, hosts = _family_of(call, JSON), None, self.client.portal.hosts
        for family, api in (*((as_json, one) for one in call.apis), (_family_of(call, FRAGMENT), call.api)):
            told = Fingerprint(family, (call.url,), 1)
            tried = Tried(source, link, hosts, told, call.parameters, api, call)
            column = try_column(self.client, tried, self.clock, tell=self.tell)
            if column is None or not is_about_budgets(column.look):
                continue
            if not _unaddressed(column):
                return column
            best = column if best is None or _unaddressed(column) < _unaddressed(best) else best
        if best is not None and _unaddressed(best) > len(best.look.rows):
            address = resolve(call.url.split("?", 1)[0], source.url)
            told_zh = f"列表的条目没有地址（{_unaddressed(best)}条） most rows of the list hold no address"
            self.tell(f"{told_zh}: {address} ({source.url})")
            return None
        return best

    def tell(self, line: str) -> None:
        """A line for the person who declares the portal, each once."""
        if line not in self.told:
            self.told.append(line)


def _family_of(call: PageCall, plain: str) -> str:
    """The family whose marks the call's own address bears and that reads answers as ``plain`` does, else ``plain``.

    Not one that posts fields of its own: the call states all that it sends.
    """
    text = " ".join([call.url, *(f"{name}={value}" for name, value in (call.fields or {}).items())])
    adapter = family_defaults(plain)["adapter"]
    marked = (one.family for one in fingerprints(text, "") if one.family != FALLBACK)
    for one in marked:
        family = family_defaults(one)
        if family.get("adapter") == adapter and not {"method", "fields"} & set(family.get("api", {})):
            return one
    return plain


def _unaddressed(column: FoundColumn) -> int:
    """Rows that the column's rule tells no address of."""
    return sum(page.unaddressed for page in column.look.pages)


def _sends(call: PageCall, choice: Choice) -> bool:
    return choice.template in call.parameters.values()
