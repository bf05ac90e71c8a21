"""Prefect flows and the command line: the only room that knows the other rooms, and the only one that knows Prefect."""
