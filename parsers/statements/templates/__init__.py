"""Declarations of tables: titles, heading words, columns and rows. Data only; README.md explains the fields."""
