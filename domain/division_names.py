"""The forms in which the name of an administrative division is written: full, shortened, and bare.

``石柱土家族自治县`` is also written 石柱县, 石柱自治县 and 石柱; ``广西壮族自治区`` 广西区 and 广西;
``瀍河回族区`` 瀍河区; ``科尔沁左翼中旗`` 科左中旗, ``土默特右旗`` 土右旗, ``锡林郭勒盟`` 锡盟; a zone
``乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）`` 乌鲁木齐高新区（新市区）. All forms are squeezed
(:func:`domain.text.squeeze`: no spaces, ASCII brackets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from domain.text import squeeze


class Form(IntEnum):
    """How much of the official name a form keeps; a smaller number is the stronger claim."""

    FULL = 0  # 襄垣县
    SHORT = 1  # 石柱县, 黔西南州, 科右前旗: names the level
    BARE = 2  # 襄垣, 内蒙古


_PEOPLES = (
    "各|蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|俄罗斯|鄂温克|保安|裕固|独龙|鄂伦春"
)
#: 维吾尔自治区, 哈萨克自治州 and the like are written without 族; names of one character never are.
_AUTONOMOUS = re.compile(
    rf"^(?P<stem>.{{2,}}?)(?:(?:{_PEOPLES})族|蒙古|维吾尔|哈萨克|柯尔克孜|锡伯|塔吉克)+自治(?P<kind>[区州县旗])$"
)
_DISTRICT_OF_PEOPLE = re.compile(rf"^(?P<stem>.{{2,}}?)(?:(?:{_PEOPLES})族)+区$")
#: How banners and leagues with long names are shortened: the first character, the wing or side, the level.
_SHORT_BANNERS = (
    re.compile(r"^(.).{1,}([左右])翼([前中后]旗)$"),  # 科尔沁左翼中旗 → 科左中旗
    re.compile(r"^(.)[^翼]{1,}([左右前中后]旗)$"),  # 土默特右旗 → 土右旗, 杭锦后旗 → 杭后旗
    re.compile(r"^([东西].).{2,}(旗)$"),  # 东乌珠穆沁旗 → 东乌旗
    re.compile(r"^(.)(?!.*(?:联合|[左右前中后])旗).{2,}([旗盟])$"),  # 达拉特旗 → 达旗, 锡林郭勒盟 → 锡盟
)
_NAMED_AFTER_PEOPLE = re.compile(r"^(?P<stem>.{2,}?)族?自治(?P<kind>[区州县旗])$")
_ZONE_WORDS = (
    (
        re.compile(r"高新技术(?:产业)?(?:开发|园)区|高技术产业开发区"),
        ("高新区", "高新技术开发区", "高新技术产业开发区"),
    ),
    (re.compile(r"经济技术开发区|经济开发区"), ("经开区", "开发区")),
)
_BRACKET = re.compile(r"^(?P<outer>[^()]+)\((?P<inner>[^()]+)\)$")
#: Endings that are no level of their own, so that 井陉矿区 has no bare form 井陉矿.
_NO_BARE_FORM = (
    "矿区",
    "郊区",
    "城区",
    "市区",
    "新区",
    "管理区",
    "开发区",
    "示范区",
    "委员会",
    "群岛",
    "海域",
    "东区",
    "西区",
)


def name_forms(name: str) -> Iterator[tuple[str, Form]]:
    """All forms of an official ``name``, the official one first. A form never has fewer than two characters."""
    full = squeeze(name)
    yield full, Form.FULL
    autonomous = _AUTONOMOUS.match(full) or _NAMED_AFTER_PEOPLE.match(full)
    if autonomous:
        stem, kind = autonomous["stem"], autonomous["kind"]
        yield f"{stem}自治{kind}", Form.SHORT
        yield stem + kind, Form.SHORT
        yield from _short_banner(stem + kind)
        yield stem, Form.BARE
        return
    of_people = _DISTRICT_OF_PEOPLE.match(full)
    if of_people:
        yield of_people["stem"] + "区", Form.SHORT
        yield of_people["stem"], Form.BARE
        return
    yield from _short_banner(full)
    if full.endswith("特区") and len(full) > 5:  # 香港特别行政区, 六枝特区
        yield full.removesuffix("特区"), Form.BARE
    for ending in ("特别行政区", "地区", "林区", "省", "市", "县", "区", "旗", "盟"):
        if full.endswith(ending):
            bare = full.removesuffix(ending)
            if len(bare) >= 2 and not full.endswith(_NO_BARE_FORM):
                yield bare, Form.BARE
            return


def _short_banner(full: str) -> Iterator[tuple[str, Form]]:
    found = next(filter(None, (pattern.match(full) for pattern in _SHORT_BANNERS)), None)
    if found:
        yield "".join(found.groups()), Form.SHORT


def zone_forms(name: str, host: str | None = None) -> Iterator[tuple[str, Form]]:
    """Forms of a development zone's name; ``host`` is the prefecture or province it lies in.

    The district bracketed in ``乌鲁木齐高新技术产业开发区（乌鲁木齐市新市区）`` may lose its city, the zone words may
    be shortened, and the host's ending may be written or not.
    """
    full = squeeze(name)
    yield full, Form.FULL
    bracket = _BRACKET.match(full)
    outer = bracket["outer"] if bracket else full
    outers = dict.fromkeys((outer, *_host_variants(outer, host)))
    for base in tuple(outers):
        for words, shorter in _ZONE_WORDS:
            if words.search(base):
                outers.update(dict.fromkeys(words.sub(short, base) for short in shorter))
    inners: list[str] = []
    if bracket:
        inner = bracket["inner"]
        inners = list(dict.fromkeys((inner, re.sub(r"^.+?市(?=.+区$)", "", inner))))
    for base in outers:
        yield base, Form.SHORT
        for inner in inners:
            yield f"{base}({inner})", Form.SHORT


def _host_variants(outer: str, host: str | None) -> Iterator[str]:
    if not host:
        return
    forms = [form for form, _ in name_forms(host)]
    full, bare = forms[0], forms[-1]
    if outer.startswith(full):
        yield bare + outer.removeprefix(full)
        return
    if outer.startswith(bare):
        yield full + outer.removeprefix(bare)
        return
    yield full + outer
    yield bare + outer
