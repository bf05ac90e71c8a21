"""Where something stands on a page: in its navigation, beside what, in an element of which kind."""

from __future__ import annotations

import re

from bs4 import Tag

from scrapers.html import attribute

#: Elements that hold navigation, not items.
_OUTSIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot|footer|header|head|bread|crumb|position|location|pagination|pager)(?:$|[\s_-]|\d)|"
    r"(?:^|\s)(?:page|pages|pagebar|page[_-]?(?:nav|bar|num|box|turn|list|size|div))(?:$|\s|\d)",
    re.IGNORECASE,
)
#: Classes of the part of a page that is open now …
OPEN = frozenset({"active", "on", "cur", "current", "in", "show", "selected"})
#: … and of every other element.
_ANY_ROW = frozenset({"odd", "even", "first", "last", "alt"})


def is_outside(node: Tag) -> bool:
    """True for what stands in a menu, a path, a pager, the head or foot of the page."""
    outside = False
    for parent in node.parents:
        if parent.name == "nav":
            return True
        if parent.name in ("body", "html"):
            break
        # The head of an item is its title: <article><header class="entry-header"><a>.
        outside = parent.name != "article" and (
            outside
            or parent.name in ("header", "footer")
            or _OUTSIDE.search(f"{attribute(parent, 'class')} {attribute(parent, 'id')}") is not None
        )
    return outside


def kind_of(node: Tag) -> str:
    """Tag and classes, but for those that tell an open part or every other row from its neighbours."""
    classes = (one for one in attribute(node, "class").split() if one not in OPEN and one not in _ANY_ROW)
    return f"{node.name}.{' '.join(classes)}"


def common_holder(one: Tag, other: Tag) -> Tag | None:
    """The smallest element that holds both, which may be ``one`` itself."""
    around = {id(parent) for parent in (other, *other.parents)}
    return next((parent for parent in (one, *one.parents) if id(parent) in around), None)
