"""Which division's body a printed name means, seen from the portal that carries it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.agencies import AgencyMatch, normalise_agency
from domain.division_names import name_forms
from domain.division_text import Mention
from domain.divisions import Division, Divisions
from domain.records import Level
from domain.text import squeeze
from scrapers.declaration import Portal
from scrapers.rules import Entry, EntryRole

#: 县信访局, 市委信访局, 区人民政府信访局, 县长热线办: the rank of a place without its name.
_RANK_ONLY = re.compile(
    r"^(?:中共|中国共产党)?(?:党?委办)?师?(自治[区州县旗]|地区|[省市区县旗州盟])(?:级|委|政府|人民政府|行署|行政公署|府?办|两办|直|$|长(?:公开)?(?:热线|电话))"
)
_GLUE = re.compile(
    r"(?:[省市区县旗州盟]?(?:委|政府|府|两)|[省市区县旗州盟])办(?!公)|"
    r"(?<![\u4e00-\u9fff\0])自治[区州县旗]|"
    r"(?:新疆)?(?:生产建设)?兵团(?=第?[一二三四五六七八九十]+师)|第?[一二三四五六七八九十]+师|师市|中共|中国共产党|委员会|人民政府|政府|党工委|党委|工委|管委会|管理委员会|行政公署|地区行署|地委|行署|办公室|办公厅|国家|委|和|与|及|"
    r"(?<![\u4e00-\u9fff\0])(?:地区|[省市县区旗州盟])|(?<=\0)[省市县区旗州盟]"
)
_UNKNOWN = re.compile(r"[\u4e00-\u9fff]{1,10}\0*")
_RANKS = re.compile(r"^[省市县区旗州盟]\0*$")
_PLACE_END = re.compile(r"[\u4e00-\u9fff]{1,10}?(?:自治县|新区|开发区|管理区|试验区|园区|县|区|市|旗|州|盟)")
_RANK_SUFFIXES = {
    "省": ("省", "自治区"),
    "市": ("市",),
    "区": ("区",),
    "县": ("县",),
    "旗": ("旗",),
    "州": ("州",),
    "盟": ("盟",),
    "地区": ("地区",),
    "自治区": ("自治区",),
    "自治州": ("自治州",),
    "自治县": ("自治县",),
    "自治旗": ("自治旗",),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """The division found, or why there is none."""

    code: str | None
    #: ``own`` | ``within`` | ``outside`` | ``unclear``
    relation: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a name was read: the portal, its column, and the name the site gives itself."""

    portal: Portal
    entry: Entry
    site: str | None = None


def place_of(match: AgencyMatch, setting: Setting, divisions: Divisions, year: int | None) -> Placed:
    """The division of the body ``match``, seen from the portal that lists it, with the code valid in ``year``.

    A declared publisher and a name without a place mean the portal's own division; a named place must be that division,
    or lie inside it. Anything else is left for a person.
    """
    portal = setting.portal
    match = replace(match, name=squeeze(match.name))
    own = divisions.get(portal.division)
    if own is None:
        return Placed(None, "unclear", f"division {portal.division} of the portal is in no table")
    if is_declared(match.name, portal, year):
        return _own(own, divisions, year, f"publisher declared: {match.name}")
    if squeeze(match.name).startswith("国家"):
        return Placed(None, "outside", f"{match.name} is of the whole country")
    if own.name in match.name and _was_anothers(own, divisions, year):
        return Placed(None, "unclear", f"{own.name} was a county's name in {year}")
    mentioned = divisions.mentions(match.name, year=year)
    ground = _own_ground(match, mentioned, own, divisions, year)
    if ground is not None:
        return _own(ground, divisions, year, f"the portal's own place printed: {match.name}")
    return _by_mentions(match, mentioned, own, setting=setting, divisions=divisions, year=year)


def _by_mentions(
    match: AgencyMatch,
    mentioned: tuple[Mention, ...],
    own: Division,
    *,
    setting: Setting,
    divisions: Divisions,
    year: int | None,
) -> Placed:
    """A name that does not print the portal's own place alone: another place, an unlisted one, or none."""
    unlisted = _unlisted_place(match, mentioned)
    if unlisted is not None:
        below = _ground_inside(match, mentioned, own, divisions, year)
        if below is not None:
            return Placed(below.code, "within", f"the one place of that name inside the portal's: {below.name}")
        if setting.site is not None and unlisted in squeeze(setting.site):
            return _own(own, divisions, year, f"the site's own place: {unlisted}")
        return Placed(None, "unclear", f"{unlisted} is in no table of divisions")
    if not mentioned:
        return _unnamed(match, own, setting.entry, divisions, year)
    return _named(mentioned, own, divisions, year)


def _before_core(match: AgencyMatch) -> int:
    """Where the body's name begins behind its place (人民信访接待中心 of 潼南区人民信访接待中心)."""
    return max(match.name.find(match.core), 0)


def _own_ground(
    match: AgencyMatch, mentioned: tuple[Mention, ...], own: Division, divisions: Divisions, year: int | None
) -> Division | None:
    """The portal's own division, as it was in ``year``, that the name prints and nothing else.

    河东区信访局 on a portal of a 河东区: as a place alone it could be many, here it is the portal's own.
    """
    then = [one for one in (own, *divisions.predecessors(own)) if year is None or one.valid_in(year)]
    return next((ground for ground in (*then, own) if _prints_only(ground, match, mentioned, divisions)), None)


def _ground_inside(
    match: AgencyMatch, mentioned: tuple[Mention, ...], own: Division, divisions: Divisions, year: int | None
) -> Division | None:
    """城区信访局 on the portal of 晋城市: a word of running text elsewhere, there the one district of that name."""
    if own.level is not Level.PREFECTURE:
        return None
    inside = [
        one
        for one in divisions.rows
        if divisions.lies_within(one, own.code)
        and one.code != own.code
        and (one.current if year is None else one.valid_in(year))
        and _prints_only(one, match, mentioned, divisions)
    ]
    return inside[0] if len(inside) == 1 else None


def _prints_only(ground: Division, match: AgencyMatch, mentioned: tuple[Mention, ...], divisions: Divisions) -> bool:
    """True where the name prints ``ground``, perhaps its parents, and no other place."""
    place = match.name[: _before_core(match)]
    printed = next((form for form in _printed_forms(ground) if form in place), None)
    if printed is None:
        return False
    rest = place.replace(printed, "\0")
    for mention in mentioned:
        parent = any(divisions.lies_within(ground, one.code) for one in mention.candidates)
        if not parent and squeeze(mention.text) != printed:
            return False
        place = place.replace(squeeze(mention.text), "\0")
    for above in filter(None, (ground.province, ground.city)):
        for form, _ in name_forms(above):
            rest = rest.replace(form, "\0")
    # 济南市中区 is 济南's 市中区: what stands before the name and what the mentions leave are two ways to read it.
    return _unknown_part(rest) is None or _unknown_part(place.replace(printed, "\0")) is None


def _unknown_part(place: str) -> str | None:
    """The first piece of ``place`` (known places blanked out) that is neither a rank nor a word of committees."""
    found = (one.group() for one in _UNKNOWN.finditer(_GLUE.sub(" ", place)))
    return next((one for one in found if not _RANKS.match(one)), None)


def _was_anothers(own: Division, divisions: Divisions, year: int | None) -> bool:
    """True for a prefecture whose name was a county's in ``year``: 哈密市 of 2014 is today's 伊州区."""
    if year is None or own.level is not Level.PREFECTURE or own.valid_in(year):
        return False
    before = {one.code for one in divisions.predecessors(own)}  # 儋州市 of 2013 is the whole of today's city
    counties = (one for one in divisions.rows if one.level is Level.COUNTY and one.province == own.province)
    return any(one.name == own.name and one.valid_in(year) and one.code not in before for one in counties)


def _printed_forms(ground: Division) -> tuple[str, ...]:
    """The official name; a zone's also without its city (岳阳市屈原管理区), which only its own portal leaves out."""
    if ground.level is not Level.ZONE or not ground.city:
        return (ground.name,)
    shorter = ground.name.removeprefix(ground.city)
    if shorter == ground.name:
        shorter = ground.name.removeprefix(ground.city.removesuffix("市"))
    return (ground.name, shorter) if len(shorter) >= 3 else (ground.name,)


def _named(mentioned: tuple[Mention, ...], own: Division, divisions: Divisions, year: int | None) -> Placed:
    """Of several places (a zone and its district) the portal's own decides, wherever it stands.

    A place that only says where the next one lies is none: 长治市襄垣县信访局 is the county's on the city's portal
    too, and 临夏广河县信访局 is not of 临夏县.
    """
    past = past_codes(own, divisions)
    places = [
        _held(one, mentioned[:at], divisions)
        for at, one in enumerate(mentioned)
        if not _holds(one, mentioned[at + 1 :], divisions)
    ]
    for mention in places:
        mine = [one for one in mention.candidates if one.code in past]
        if mine and mine[0].level is Level.ZONE and own.level is not Level.ZONE and mine[0].code == own.code:
            # 贵安新区 goes by the code of its host for want of one of its own: its report is not the province's.
            return Placed(None, "unclear", f"{mention.text} has no code of its own")
        if mine:
            # 北市区 in 2014 is one of the two that 莲池区 was made of: the printed one, not today's.
            printed = mine[0] if len(mine) == 1 and year is not None and mine[0].valid_in(year) else own
            return _own(printed, divisions, year, f"place printed: {mention.text}")
    return _elsewhere(places[-1], own, divisions)


def _holds(mention: Mention, later: tuple[Mention, ...], divisions: Divisions) -> bool:
    """True where ``mention`` may be the parent of a place behind it."""
    return any(
        inner.code != outer.code and divisions.lies_within(inner, outer.code)
        for outer in mention.candidates
        for behind in later
        for inner in behind.candidates
    )


def _held(mention: Mention, before: tuple[Mention, ...], divisions: Divisions) -> Mention:
    """``mention`` as the place of that name in those before it: of all 市中区, 内江市市中区 is the one of 内江."""
    for outer in before:
        inside = tuple(
            one
            for one in mention.candidates
            if any(one.code != around.code and divisions.lies_within(one, around.code) for around in outer.candidates)
        )
        if inside:
            mention = replace(mention, candidates=inside)
    return mention


def _inside(mention: Mention, own: Division, divisions: Divisions) -> list[Division]:
    return [one for one in mention.candidates if divisions.lies_within(one, own.code) and one.code != own.code]


def _elsewhere(mention: Mention, own: Division, divisions: Divisions) -> Placed:
    """A place that is not the portal's own: inside it, or none of its business."""
    inside = _inside(mention, own, divisions)
    if len(inside) == 1 and own.level in (Level.PROVINCE, Level.PREFECTURE):
        return Placed(inside[0].code, "within", f"place printed: {mention.text}")
    if inside:
        return Placed(None, "unclear", f"{mention.text} names {len(inside)} places")
    return Placed(None, "outside", f"{mention.text} is not {own.full_name}")


def is_declared(name: str, portal: Portal, year: int | None) -> bool:
    """True for a name the portal declares as its own bureau's in that year."""
    wanted = normalise_agency(name)
    for publisher in portal.publisher:
        in_time = year is None or (publisher.valid_from or 0) <= year <= (publisher.valid_to or 9999)
        if in_time and normalise_agency(publisher.name) == wanted:
            return True
    return False


def _own(own: Division, divisions: Divisions, year: int | None, evidence: str) -> Placed:
    if year is None:
        return Placed(own.code, "own", evidence)
    then = divisions.in_year(own, year)
    code = then[0].code if len(then) == 1 else own.code
    return Placed(code, "own", evidence)


def _unnamed(match: AgencyMatch, own: Division, entry: Entry, divisions: Divisions, year: int | None) -> Placed:
    """A name without a known place: its rank must fit the portal's division."""
    before = match.name[: _before_core(match)]
    rank = _RANK_ONLY.match(before or match.name)
    if entry.role is EntryRole.PLATFORM:
        return Placed(None, "unclear", "a platform carries many divisions and the name has no place")
    suffixes = _RANK_SUFFIXES[rank.group(1)] if rank else None
    names = {one.name for one in (own, *divisions.in_year(own, year or 9999))} | _names_before(own, divisions)
    if suffixes is not None and not any(name.endswith(suffixes) for name in names):
        return Placed(None, "unclear", f"{match.name} on a portal of {own.name}")
    return _own(own, divisions, year, f"short name on the portal's own division: {match.name}")


def _unlisted_place(match: AgencyMatch, mentioned: tuple[Mention, ...]) -> str | None:
    """A place in the name that no table knows (松陵县, 望江新区), also where its end looks like a known one (陵县)."""
    name = match.name
    for mention in reversed(mentioned):
        name = name[: mention.start] + "\0" * (mention.end - mention.start) + name[mention.end :]
    before = name[: _before_core(match)]
    unknown = _unknown_part(before)
    if unknown is None:
        return None
    start = before.find(unknown.rstrip("\0"))
    place = _PLACE_END.match(match.name[start:])
    return squeeze(place.group() if place else match.name[start : start + len(unknown)])


def _names_before(own: Division, divisions: Divisions) -> set[str]:
    codes = past_codes(own, divisions)
    return {row.name for row in divisions.rows if row.code in codes}


def past_codes(own: Division, divisions: Divisions) -> set[str]:
    """Codes under which the same ground was known in any year of the table."""
    later = {one.code for year in range(2013, 2031) for one in divisions.in_year(own, year)}
    return {own.code} | later | {one.code for one in divisions.predecessors(own)}
