"""Engines that read lists of items: pure functions from a fetched page to rows and the next request."""
