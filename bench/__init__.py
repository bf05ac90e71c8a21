"""Measurements: each module prints ratios of things measured in one run. Run them with `make bench`."""
