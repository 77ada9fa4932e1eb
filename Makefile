# make run     set up, build and serve on 127.0.0.1:8000 (PORT= chooses another)
# make test    everything that is checked before a change lands
#              (what passed with all that is here now is left out; ALL=1 runs it again)
# make check   the quick part of it: ruff, mypy, unit tests
# make stack   the backend on this machine: PostgreSQL and the functions for real, stand-ins for the rest
# make bench   speed and size against stock Pyodide and a peer
PORT ?= 8000
PYTHON ?= python3
# For more than two cores: BROWSER_TEST_OPTIONS="-n 2 --dist loadfile --no-loadscope-reorder" gives each file of browser tests to one of two.
BROWSER_TEST_OPTIONS ?=
UNIT_WORKERS ?= 2
BROWSER_TESTS := tests/browser
# These are in no hurry: in a process of their own they take what the other tests of the page leave of two cores.
APART := tests/browser/apart
VENV := .venv/bin
PYTEST := $(VENV)/python -m pytest -p tools.passed $(if $(ALL),--everything)

.PHONY: run build setup test check lint unit inside edge stack browser quality bench clean

run: setup
	@$(VENV)/python -m tools.serve --port $(PORT)

build: setup
	@$(VENV)/python -m tools.build

setup:
	@$(PYTHON) -m tools.setup

# What nobody waits for runs behind the tests of the page, on what these leave of the processors; its report comes when it ends.
test: test-setup quick-build
	@$(VENV)/python -m tools.aside "$(MAKE) --no-print-directory unit inside quality browser UNIT_WORKERS=0 BROWSER_TESTS='$(APART)'" \
		"$(MAKE) --no-print-directory lint edge browser BROWSER_TESTS='$(BROWSER_TESTS) --ignore=$(APART)'"

check: setup lint unit

.PHONY: test-setup quick-build
test-setup:
	@$(PYTHON) -m tools.setup tests edge

quick-build:
	@$(VENV)/python -m tools.build --quick

lint:
	@echo "== ruff and mypy"
	@$(VENV)/ruff check --quiet .
	@$(VENV)/ruff format --check --quiet .
	@$(VENV)/mypy

unit:
	@echo "== unit tests (CPython)"
	@$(PYTEST) tests/unit -n $(UNIT_WORKERS)

edge:
	@echo "== edge tests (PostgreSQL, Deno)"
	@$(PYTEST) tests/edge -n 2 --dist loadfile

stack:
	@$(PYTHON) -m tools.setup edge
	@exec $(VENV)/python -m tools.stack --log .cache/stack.log --site http://127.0.0.1:$(PORT)

browser:
	@echo "== browser tests (Chromium)"
	@$(PYTEST) $(BROWSER_TESTS) $(BROWSER_TEST_OPTIONS)

inside:
	@echo "== unit tests (Python in the browser)"
	@$(PYTEST) tests/inside

quality:
	@echo "== quality"
	@$(PYTEST) tests/quality

bench: test-setup build
	@$(VENV)/python -m benchmarks.run

clean:
	rm -rf dist .cache .mypy_cache .ruff_cache .pytest_cache test-results screenshots
