"""A province as a person names it: 山西, 山西省."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from domain.division_names import name_forms
from domain.divisions import Divisions


class UnknownProvince(LookupError):
    """No province is called so; the message has the near ones, and those that there are."""


def check_province(province: str, divisions: Divisions, known: Iterable[str]) -> None:
    """Raise :class:`UnknownProvince` where no province begins with ``province``; ``known`` are those to choose of."""
    names = {one.province for one in divisions.rows}
    if any(name.startswith(province) for name in names):
        return
    forms = {form: name for name in sorted(names) for form, _ in name_forms(name)}
    near = dict.fromkeys(forms[form] for form in get_close_matches(province, forms, n=3, cutoff=0.5))
    meant = f"是否指 did you mean: {'、'.join(near)}？" if near else ""
    held = f"已有 known: {'、'.join(sorted(known)) or '-'}"
    message = f"没有这个省份 unknown province: {province}。{meant} {held}"
    raise UnknownProvince(message)
