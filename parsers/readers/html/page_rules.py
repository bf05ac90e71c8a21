"""What the rules of a page hide: elements hidden by its style sheet, words written in the colour of the page.

Only simple selectors are understood (``.old``, ``#old``, ``tr.old``). What a script of the page or another rule names
is perhaps shown later and stays; so does what holds most of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.readers.html.style_sheets import SIMPLE, Rule, rules_of, sheet_of
from parsers.readers.html.text import hides, is_unseen, visible_length

_SHOWS = re.compile(r"(?:display|visibility|font-size)\s*:", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_WHITE = re.compile(r"(?:#fff|#ffffff|white|rgb\(255,255,255\))", re.IGNORECASE)
_CLEAR = re.compile(r"(?:none|transparent|inherit|initial|unset)", re.IGNORECASE)
_LETTERS_AND_DIGITS = re.compile(r"[\w-]+")


def take_out_unseen(root: etree._Element, content: etree._Element) -> int:
    """Marks what the rules of the page ``root`` hide in its ``content`` as hidden; how many texts those are."""
    sheet = sheet_of(root)
    rules = list(rules_of(sheet))
    hidden = [*_by_rule(root, content, rules), *_white(root, content, rules, sheet)]
    most = visible_length(content) / 2
    count = 0
    for element in hidden:
        length = 0 if _is_inside_unseen(element) else visible_length(element)
        if 0 < length <= most:
            element.set("hidden", "hidden")
            count += 1
    return count


def _by_rule(root: etree._Element, content: etree._Element, rules: list[Rule]) -> Iterator[etree._Element]:
    simple = {
        (match[1].lower() if match[1] else None, match[2], match[3])
        for rule in rules
        if hides(rule.said) and not rule.at_times
        for selector in rule.selectors
        if (match := SIMPLE.fullmatch(selector))
    }
    if not simple:
        return
    elsewhere = _named_by_scripts(root)
    for rule in rules:
        if (rule.at_times or not hides(rule.said)) and _SHOWS.search(rule.said):
            elsewhere.update(name[1:] for name in rule.names() if name[0] in ".#")
    simple = {one for one in simple if one[2] not in elsewhere}
    for element in content.iter(etree.Element):
        names = {(".", name) for name in (element.get("class") or "").split()} | {("#", element.get("id") or "")}
        if element is content or _SHOWS.search(element.get("style") or ""):
            continue  # what the element says itself comes before the rule
        if any((tag in (None, element.tag)) and (kind, name) in names for tag, kind, name in simple):
            yield element


def _named_by_scripts(root: etree._Element) -> set[str]:
    """Words of the scripts of the page: what one of them names it may show."""
    scripts = ["".join(map(str, script.itertext())) for script in root.iter("script")]
    scripts += [
        str(value) for element in root.iter(etree.Element) for key, value in element.attrib.items() if key[:2] == "on"
    ]
    return {word for text in scripts for word in _LETTERS_AND_DIGITS.findall(text)}


def _white(root: etree._Element, content: etree._Element, rules: list[Rule], sheet: str) -> Iterator[etree._Element]:
    white = [element for element in content.iter(etree.Element) if _is_white(_colour(element))]
    if not white:
        return
    coloured = {name for rule in rules if rule.at_times or _is_ground(rule.said) for name in rule.names()}
    coloured |= {name.lower() for name in coloured}
    outside = "@import" in sheet or any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link"))
    for element in white:
        around = [element, *element.iterancestors()]
        if any(_has_ground(one) or _keys(one) & coloured for one in around) or "*" in coloured:
            continue
        if outside and any(one.get("class") or one.get("id") for one in _inside(around, content)):
            continue  # a sheet that the page only links to may colour the ground
        if not any(
            _colour(inner) or _has_ground(inner) for inner in element.iter(etree.Element) if inner is not element
        ):
            yield element


def _inside(around: list[etree._Element], content: etree._Element) -> Iterator[etree._Element]:
    for element in around:
        if element is content:
            return
        yield element


def _keys(element: etree._Element) -> set[str]:
    """How a selector may name the element."""
    classes = {f".{name}" for name in (element.get("class") or "").split()}
    return classes | {f"#{element.get('id')}", str(element.tag)}


def _colour(element: etree._Element) -> str:
    found = _COLOUR.findall(element.get("style") or "")
    stated = found[-1] if found else element.get("color", "") if element.tag == "font" else ""
    return "".join(stated.split())


def _is_white(colour: str) -> bool:
    return _WHITE.fullmatch(colour) is not None


def _has_ground(element: etree._Element) -> bool:
    """True for an element that states a ground other than white."""
    stated = (element.get("bgcolor") or "", element.get("background") or "")
    return _is_ground(element.get("style") or "") or any(not _is_clear(one) for one in stated)


def _is_ground(said: str) -> bool:
    """True for declarations of CSS that state a ground other than white."""
    return any(not _is_clear(one) for one in _GROUND.findall(said))


def _is_clear(ground: str) -> bool:
    ground = "".join(ground.split())
    return not ground or bool(_WHITE.fullmatch(ground) or _CLEAR.fullmatch(ground))


def _is_inside_unseen(element: etree._Element) -> bool:
    return any(is_unseen(one) for one in (element, *element.iterancestors()))
