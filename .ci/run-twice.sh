#!/bin/sh
# `make run` on an empty store publishes exactly the known set, catalogue included; a second one makes no version.
set -eu
rm -rf data
make run
.venv/bin/python -m tests.published_set data/store 1
test -f data/store/versions/1/site/index.html
make run
.venv/bin/python -m tests.published_set data/store 1
echo "make run twice: one version, the exact set"
