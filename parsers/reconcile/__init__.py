"""Reconcile: the identities and cross-checks of one report, evaluated with tolerances from the printed precision."""
