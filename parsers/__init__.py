"""From bytes to facts and checks.

``readers`` turn bytes into one document model, ``statements`` turn its tables and sentences into facts,
``reconcile`` evaluates the identities the document prints. No network, no store, no Prefect.
"""
