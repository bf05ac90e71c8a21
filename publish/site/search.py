"""What the search knows of each division: names, pinyin, initials, code; former names lead to the same code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

import yaml
from pypinyin import lazy_pinyin

from publish.schemas import Row
from publish.site.rows import Json

#: Kinds of division at the end of a name: people often leave them out.
_ENDINGS = (
    *("自治县", "自治旗", "特别行政区", "自治区", "自治州", "新区", "林区", "地区"),
    *("县", "区", "市", "旗", "盟", "省"),
)


def search_file(divisions: Iterable[Row]) -> Json:
    """A line per division; ``former`` is 1 for a name of the past.

    Pinyin is without tones and spaces: of the whole name, and of the name without its kind.
    """
    found = []
    for row in sorted(divisions, key=lambda one: (one["code"], one["name"])):
        readings = spoken(row["name"])
        found.append(
            [
                row["code"],
                row["name"],
                row["province"] if row["province"] != row["name"] else "",
                row["city"] if row["city"] not in (row["name"], row["province"]) else "",
                row["level"],
                1 if row["valid_to"] else 0,
                " ".join(dict.fromkeys("".join(syllables) for syllables in readings)),
                " ".join(dict.fromkeys("".join(one[0] for one in syllables) for syllables in readings)),
            ]
        )
    return {"columns": ["code", "name", "province", "city", "level", "former", "pinyin", "initials"], "rows": found}


def spoken(name: str) -> list[list[str]]:
    """Syllables of the name and of the name without its kind; the place's own reading (涡阳: guo yang) comes first."""
    whole = lazy_pinyin(name)
    kind = next((one for one in _ENDINGS if name.endswith(one) and len(name) > len(one)), "")
    if len(whole) != len(name):  # a name with letters or figures in it
        return [whole]
    short = name[: len(name) - len(kind)]
    own = own_readings().get(short)
    found = [own + whole[len(short) :], own] if own else []
    return [*found, whole, *([whole[: len(short)]] if len(short) > 1 else [])]


@cache
def own_readings() -> dict[str, list[str]]:
    """Names of places without their kind, and the syllables they are read with."""
    text = resources.files("publish.site").joinpath("place_readings.yaml").read_text(encoding="utf-8")
    return {name: syllables.split() for name, syllables in yaml.safe_load(text).items()}
