"""Prefect flows and the command line: the only room that knows the other rooms, and the only one that knows Prefect.

Prefect reads its settings when it is imported, so importing this room sets them first (``flows.engine``).
"""

from flows.engine import prepare_environment

prepare_environment()
