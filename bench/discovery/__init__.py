"""How well and how fast portals are watched: ``python -m bench.discovery`` (see ``__main__``)."""
