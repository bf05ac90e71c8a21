"""Declarations of the tables that are made from facts; read by ``publish.tables.declarations``."""
