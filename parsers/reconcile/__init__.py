"""Reconcile: the identities and cross-checks of one report, evaluated with tolerances from the printed precision.

The rules are data (``rules/*.yaml``); ``kinds`` says how each kind of identity is evaluated, ``tolerance`` what counts
as equal. ``docs/checks.md`` is the catalogue made from the declarations.
"""

from __future__ import annotations

from parsers.reconcile.across import checks_across
from parsers.reconcile.agreement import mark_agreement
from parsers.reconcile.engine import merge_checks, reconcile
from parsers.reconcile.left_over import without_own_gaps
from parsers.reconcile.recognised import doubts_of_recognition, weigh_recognised
from parsers.reconcile.text import inspect_text
from parsers.reconcile.text.identity import doubted, is_of_another_report

__all__ = [
    "checks_across",
    "doubted",
    "doubts_of_recognition",
    "inspect_text",
    "is_of_another_report",
    "mark_agreement",
    "merge_checks",
    "reconcile",
    "weigh_recognised",
    "without_own_gaps",
]
