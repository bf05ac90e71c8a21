# Two commands matter: `make run` and `make test`. Both set up what they need on a fresh machine with Python 3.11+.
# 两个命令：`make run` 跑通主流程，`make test` 跑全部测试；都会自己准备环境。

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
export PREFECT_HOME ?= $(CURDIR)/data/prefect
# Where this is set (as in many containers), every one of the tests' processes would compile all libraries for itself.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run ocr browser site test tests static types lint lock audit sbom release soak bench samples clean

help:
	@echo "make run    set up and run the demo harvest on the bundled sample portals (示例门户全流程)"
	@echo "make test   set up and run lint, types, import rules and all tests (全部检查与测试)"
	@echo "make ocr    add text recognition of scans to the environment (安装扫描件文字识别)"
	@echo "make browser add what watches pages drawn by script to the environment (安装新门户识别用的浏览器组件)"
	@echo "make site   put the catalogue's program together from its npm packages (生成目录网站程序)"
	@echo "make lint   only the static checks"
	@echo "make bench  print measured ratios (no pass or fail)"
	@echo "make soak   thousands of broken files, racing and killed publishers, killed workers (耐久测试)"
	@echo "make audit  ask for known faults of all locked libraries; 3 means: not checked (核对依赖漏洞)"
	@echo "make sbom   write the list of all parts, build/sbom.cdx.json (依赖清单 CycloneDX)"
	@echo "make release write dist/: source, wheel, list of parts, sums, from what is committed (发布文件)"
	@echo "make lock   renew requirements/*.lock after a change of pyproject.toml (needs uv)"
	@echo "make clean  remove the environment and the demo's data"

# Ours is made of standard tools only; the stamp remembers which lock it was built from.
$(VENV)/.run-stamp: requirements/run.lock pyproject.toml infra/setup-env.sh
	@sh infra/setup-env.sh "$(PYTHON)" "$(VENV)" requirements/run.lock
	@touch $@

$(VENV)/.dev-stamp: requirements/dev.lock pyproject.toml infra/setup-env.sh
	@sh infra/setup-env.sh "$(PYTHON)" "$(VENV)" requirements/dev.lock
	@touch $@ $(VENV)/.run-stamp $(VENV)/.ocr-stamp $(VENV)/.browser-stamp

# Scanned pages and page images, for the environment of `make run`; the tests' environment holds it already.
$(VENV)/.ocr-stamp: requirements/ocr.lock pyproject.toml infra/setup-env.sh
	@sh infra/setup-env.sh "$(PYTHON)" "$(VENV)" requirements/ocr.lock
	@touch $@ $(VENV)/.run-stamp

# Chromium itself is the system's: infra/install-debian.sh browser.
$(VENV)/.browser-stamp: requirements/browser.lock pyproject.toml infra/setup-env.sh
	@sh infra/setup-env.sh "$(PYTHON)" "$(VENV)" requirements/browser.lock
	@touch $@ $(VENV)/.run-stamp

# Without npm the demo runs and publishes all the same, only without a catalogue; the message says so.
run: $(VENV)/.run-stamp
	@$(BIN)/python -m publish.site.bundle || true
	@$(BIN)/xinfang demo

# The browser's part of the catalogue; kept under build/site by its sources and lock, so a second time takes no time.
site: $(VENV)/.run-stamp
	@$(BIN)/python -m publish.site.bundle

lint: static types

static: $(VENV)/.dev-stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(VENV)/.dev-stamp
	$(BIN)/mypy .

ocr: $(VENV)/.ocr-stamp

browser: $(VENV)/.browser-stamp

# Types are checked while the tests run: each waits for something now and then. Any of them that fails, fails the whole.
test: static
	@$(MAKE) --no-print-directory -j2 types tests

# Much of a test's time is waiting for a process or a page, so that three share two cores well.
tests: site $(VENV)/.dev-stamp
	$(BIN)/pytest -n $(or $(TEST_WORKERS),3) --dist worksteal

# Known faults of what the locks name. Where no service can be reached this ends with an error and says "NOT CHECKED".
audit: $(VENV)/.dev-stamp
	$(BIN)/python -m infra.supply.audit

# Goes with every release; the same locks give the same bytes.
sbom: $(VENV)/.dev-stamp
	$(BIN)/python -m infra.supply.sbom build/sbom.cdx.json

# What is attached to a release; TAG=v1.2.3 must be the version's. From the commit alone, the same bytes every time.
release: $(VENV)/.dev-stamp
	@rm -rf dist
	$(BIN)/python -m infra.supply.release dist --tag "$(TAG)"

bench: $(VENV)/.dev-stamp
	@for script in bench/[a-z]*.py; do module=$$(basename "$$script" .py); \
	  echo "== $$module"; $(BIN)/python -m "bench.$$module" || exit 1; done

# Broken files by the ten thousand (SOAK=100000 for more); the scans that take longest; publishers that race and are killed (ROUNDS=200), for which
# Ceph must be there; many workers of a Prefect server, some of them killed, for
# which PostgreSQL and Redis must be there (infra/install-debian.sh soak); harvests with one fault each, and answers
# that no honest server sends.
soak: $(VENV)/.dev-stamp
	$(BIN)/python -m tests.parsers.hostile.soak text --count $(or $(SOAK),20000) --minutes 600
	$(BIN)/python -m tests.parsers.hostile.soak text --guided --count 2000 --minutes 600
	$(BIN)/python -m tests.parsers.hostile.soak scans --count 1500 --minutes 600
	$(BIN)/python -m tests.unseen.reached --check
	$(BIN)/python -m tests.unseen.hands.reached --all
	$(BIN)/python -m tests.publish.soak --rounds $(or $(ROUNDS),200) --rgw
	$(BIN)/python -m tests.operation.soak
	$(BIN)/python -m tests.weather.soak --rounds 500 --rgw
	$(BIN)/python -m tests.weather.strangers --count 10000

samples: $(VENV)/.dev-stamp
	$(BIN)/python -m infra.samples.build

# One line per lock: its name and the extras it holds.
LOCK = uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q
lock:
	uv pip compile requirements/installer.in --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements/installer.lock
	$(LOCK) --extra site -o requirements/run.lock
	$(LOCK) --extra site --extra ocr -o requirements/ocr.lock
	cp requirements/run.lock requirements/scale.lock # the server runs the same Prefect as the workers
	$(LOCK) --extra site --extra scale -o requirements/scale.lock
	cp requirements/run.lock requirements/browser.lock # the same versions beside it
	$(LOCK) --extra site --extra browser -o requirements/browser.lock
	$(LOCK) --extra site --extra ocr --extra scale --extra browser --extra dev -o requirements/dev.lock

clean:
	rm -rf $(VENV) data build dist *.egg-info
