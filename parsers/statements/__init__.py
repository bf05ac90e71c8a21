"""Statements: tables and sentences of a document model to facts, by declarations of titles, headers and patterns."""
