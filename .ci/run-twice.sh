#!/bin/sh
# `make run` on an empty store publishes exactly the known set; a second one makes no version.
set -eu
rm -rf data
make run
.venv/bin/python -m tests.published_set data/store 1
make run
.venv/bin/python -m tests.published_set data/store 1
echo "make run twice: one version, the exact set"
