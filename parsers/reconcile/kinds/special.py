"""Relations with a duty of their own, by name; their settings are declared with the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from parsers.reconcile.cases import SpecialCase
from parsers.reconcile.findings import Finding
from parsers.reconcile.kinds import (
    changes,
    charts,
    codes,
    crossings,
    evaluated,
    gaps,
    indicators,
    performance,
    plausible,
    repeats,
    scopes,
    units,
)
from parsers.reconcile.sections import Facts

CHECKS: dict[str, Callable[[SpecialCase, Facts], Iterator[Finding]]] = {
    "changes_by_part": changes.by_part,
    "changes_by_class": changes.by_class,
    "funding": changes.funding,
    "charts": charts.charts,
    "code_format": codes.code_format,
    "code_name": codes.code_name,
    "level_mix": codes.level_mix,
    "completion_everywhere": crossings.completion_everywhere,
    "declared_empty": crossings.declared_empty,
    "exact_budget": crossings.exact_budget,
    "goods_units": units.goods_units,
    "magnitude": units.magnitude,
    "odd_unit": units.odd_unit,
    "operating": crossings.operating,
    "project_budgets": repeats.project_budgets,
    "repeated_in_row": repeats.in_a_row,
    "running_costs": crossings.running_costs,
    "special_items": crossings.special_items,
    "vehicles": crossings.vehicles,
    "evaluated_money": evaluated.money_told,
    "evaluated_coverage": evaluated.coverage,
    "bare_costs": indicators.bare_costs,
    "copied_actuals": indicators.copied,
    "rates_as_quantities": indicators.rates_as_quantities,
    "targets": indicators.targets,
    "performance": performance.evaluate,
    "unit_costs": plausible.unit_costs,
    "satisfaction": plausible.satisfaction,
    "control_rates": plausible.control_rates,
    "no_insurance": plausible.no_insurance,
    "charged_elsewhere": plausible.charged_elsewhere,
    "goods_or_services": plausible.goods_or_services,
    "mixed_precision": plausible.mixed_precision,
    "local_names": plausible.local_names,
    "change_alone": plausible.change_alone,
    "unlabelled_rows": plausible.unlabelled_rows,
    "score_format": plausible.score_format,
    "missing_parts": gaps.missing_parts,
    "other_department": scopes.other_department,
    "project_names": scopes.project_names,
    "other_year": scopes.other_year,
    "two_stories": scopes.two_stories,
}


def evaluate(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    yield from CHECKS[case.check](case, facts)
