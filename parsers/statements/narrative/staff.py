"""Staff and posts in prose: 行政编制6名, 实有人数9人, 设局长1名, （一）综合股（编制1名）."""

from __future__ import annotations

import re

from domain.records import Measure, Statement
from parsers.statements.labels import chinese
from parsers.statements.narrative.declarations import prose
from parsers.statements.narrative.drafts import Draft
from parsers.statements.narrative.spots import Spot, compiled

_LONGEST_LABEL = 24
#: How far behind a count the same of a later year is looked for.
_LONGEST_COMPARISON = 80
#: 核定编制18名 of the agency, and what that is called.
_POSTS, _ALL_POSTS = "编制", "总编制"


def read_staff(spot: Spot) -> Draft | None:
    """The figure as a count of staff, or ``None`` when the words before it name no post and no people."""
    rules = prose().staff
    if spot.unit not in rules.units and not compiled(rules.unitless).search(spot.before):
        return None
    label = compiled(rules.verbs).sub("", spot.before)
    label = compiled(rules.verbs).sub("", compiled(rules.agency).sub("", label))
    found = compiled(rules.label + "$").search(label)
    if found is None or compiled(rules.excluded).search(label) or len(label) > _LONGEST_LABEL:
        return None
    if re.search(r"[\u4e00-\u9fff]$", label[: found.start()]):
        return None  # the name is longer than any
    if compiled(rules.moved).search(spot.sentence) or _is_of_year_before(spot, found["label"]):
        return None
    named = compiled(rules.verbs).sub("", compiled(rules.agency).sub("", found["label"] or ""))
    item = chinese(compiled(rules.managed).sub("", named))
    if compiled(rules.in_post).search(label):
        item = _in_post_of_kind(spot) or item
    if item in rules.too_bare:
        item = _of_the_whole(spot, item)
    if not item:
        return None
    item = rules.names.get(item, item)
    unit = _unit_of_posts(spot)
    if unit is not None and item in rules.of_a_unit:
        item = f"{unit}/{item}"
    elif item == _POSTS:
        item = _ALL_POSTS
    return spot.draft(Statement.STAFFING, item, Measure.COUNT)


def _is_of_year_before(spot: Spot, label: str) -> bool:
    """2022年末实有人数26人，2023年末实有人数23人: the first count is that of the year before."""
    year = compiled(prose().staff.at_end_of).search(spot.sentence)
    if year is None:
        return False
    following = re.split("[。;]", spot.text[spot.figure.end : spot.figure.end + _LONGEST_COMPARISON])[0]
    named = re.escape(label.lstrip("年末底度"))
    return any(int(later) > int(year[1]) for later in re.findall(rf"(20\d\d)年[^,\d]{{0,6}}{named}", following))


def _in_post_of_kind(spot: Spot) -> str | None:
    """行政编制18人，实际17人；事业编制6人，实际5人: 行政实有人数 and 事业实有人数."""
    rules = prose().staff
    posts = compiled(rules.post_before).search(spot.sentence.removesuffix(spot.before))
    begin = spot.text.rfind("。", 0, spot.figure.start) + 1
    end = spot.text.find("。", spot.figure.end)
    sentence = spot.text[begin : end if end >= 0 else len(spot.text)]
    paired = len(compiled(rules.pairs).findall(sentence)) > 1
    return rules.kind_in_post.format(chinese(posts["kind"])) if posts and paired else None


def _of_the_whole(spot: Spot, kind: str) -> str:
    """实有人员12人，其中行政7人、事业5人: 行政人员; empty where the sentence splits nothing."""
    rules = prose().staff
    wholes = [match["whole"] for match in compiled(rules.whole).finditer(spot.sentence)]
    return rules.kinds[wholes[-1]].format(kind) if wholes else ""


def _unit_of_posts(spot: Spot) -> str | None:
    """The unit whose posts are listed: 下设襄垣县信访服务中心，设主任1名; （一）综合股（编制1名）."""
    before = spot.text[: spot.start]
    if before.endswith("("):
        named = re.search(r"([\u4e00-\u9fff]{2,20})\($", before)
        return named[1] if named else None
    below = compiled(prose().staff.unit_below).findall(before)
    return str(below[-1]) if below else None
