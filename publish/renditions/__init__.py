"""The same rows in other forms than CSV: Parquet for programs, XLSX for people, archives of one county's tables.

CSV is canonical. Every rendition is a function of it: the same rows give the same bytes.
"""
