"""Whose portal is this? The division that a site's own name, its sponsor and the bodies in its rows agree on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.agencies import find_agency
from domain.division_text import Mention
from domain.divisions import AmbiguousDivision, Division, Divisions, UnknownDivision
from scrapers.adapters.model import Row, Source
from scrapers.html import parse, site_name

#: What a site's name adds to its place: 上海奉贤, 襄垣县人民政府门户网站.
_OF_SITES = re.compile(r"(?:党政|政务|政府|人民政府|门户|官方|信息|公众)*(?:网站?|在线|之窗|首页)?$")
#: … and before it: 中国·襄垣.
_OF_CHINA = re.compile(r"^中国[·•∙・\-—|\s]*")
_SPONSOR = re.compile(r"主办(?:单位)?[:：]\s*([\u4e00-\u9fff]{4,30})")


class DivisionUnclear(Exception):
    """The site names no division, or several; ``candidates`` are those it may mean."""

    def __init__(self, candidates: Sequence[Division]) -> None:
        listed = ", ".join(f"{one.code} {one.full_name}" for one in candidates[:8]) or "无 none"
        super().__init__(f"无法确定区划 the division is not certain: {listed}。 Say --division NAME or CODE.")
        self.candidates = tuple(candidates)


def division_of(sources: Sequence[Source], rows: Sequence[Row], divisions: Divisions) -> tuple[Division, str]:
    """The division that the site's own name and sponsor state, unless the petition bodies of its rows are elsewhere.

    Templates are copied from neighbours with their SiteName: where both disagree, a person decides.
    """
    stated = _stated(_site_texts(sources), divisions)
    printed = _stated(_body_texts(rows), divisions)
    for votes in (stated, printed):
        narrow = [one for one in votes if not any(_inside(other, one, divisions) for other in votes)]
        if len(narrow) > 1:
            raise DivisionUnclear([*stated, *printed])
        if narrow:
            own = narrow[0]
            if votes is stated and printed and not any(divisions.lies_within(one, own.code) for one in printed):
                raise DivisionUnclear([*stated, *printed])
            return own, votes[own]
    raise DivisionUnclear(_possible([*_site_texts(sources).values(), *_body_texts(rows).values()], divisions))


def _site_texts(sources: Sequence[Source]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for source in sources:
        sponsor = _SPONSOR.search(source.text)
        named = (("SiteName", site_name(parse(source.text))), ("主办", sponsor.group(1) if sponsor else None))
        texts.update({f"{where} {text}": text for where, text in named if text})
    return texts


def _body_texts(rows: Sequence[Row]) -> dict[str, str]:
    bodies = ((row.title, find_agency(row.title)) for row in rows)
    return {f"条目 row {title}": body.name for title, body in bodies if body is not None}


def _stated(texts: dict[str, str], divisions: Divisions) -> dict[Division, str]:
    """Divisions that the texts name without doubt, each with the text."""
    mentioned = {where: divisions.mentions(text) for where, text in texts.items()}
    votes: dict[Division, str] = {}
    for where, mentions in mentioned.items():
        candidates = _narrowest(mentions, mentioned, divisions)
        candidates = _named_alone(texts[where], candidates, divisions) or candidates
        if len(candidates) == 1:
            votes.setdefault(candidates[0], where)
    return votes


def _named_alone(text: str, read: Sequence[Division], divisions: Divisions) -> list[Division]:
    """The places inside those ``read`` that ``text`` names with their parent and nothing else (上海奉贤)."""
    bare = _OF_CHINA.sub("", text.strip())
    try:
        named = [divisions.resolve(_OF_SITES.sub("", bare))]
    except AmbiguousDivision as error:
        named = list(error.candidates)
    except UnknownDivision:
        return []
    if not read and bare != text.strip():
        return named
    return named if all(any(_inside(one, outer, divisions) for outer in read) for one in named) else []


def _possible(texts: Sequence[str], divisions: Divisions) -> list[Division]:
    found = (mention for text in texts for mention in divisions.mentions(text))
    return list(dict.fromkeys(one for mention in found for one in mention.candidates))


def _narrowest(
    mentions: Sequence[Mention], others: dict[str, tuple[Mention, ...]], divisions: Divisions
) -> list[Division]:
    """The last place named (山西省襄垣县 → 襄垣县); namesakes narrowed by every certain place the site names."""
    if not mentions:
        return []
    candidates = [one for one in mentions[-1].candidates if one.current] or list(mentions[-1].candidates)
    if len(candidates) > 1:
        certain = {one.candidates[0].code for found in others.values() for one in found if len(one.candidates) == 1}
        inside = [one for one in candidates if any(divisions.lies_within(one, code) for code in certain)]
        candidates = inside or candidates
    return candidates


def _inside(division: Division, other: Division, divisions: Divisions) -> bool:
    return division != other and divisions.lies_within(division, other.code)
