# The one task file. `make help` lists the verbs.
#
# Needed beforehand: Python 3.11 or newer with its venv module, git and make. Everything else goes into
# .venv, at the versions and hashes of requirements.lock.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq  # errors only

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup brief test check bench docs lock clean

help:  ## list the verbs
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

brief: setup  ## set everything up and write the brief on the Korean Peninsula of autumn 2020
	@$(BIN)/detente analyze korea-2020

test: check  ## set everything up and run the whole default check: style, types, rooms, tests
	@echo '==> pytest'
	@$(BIN)/python -m pytest -n auto

check: setup  ## style, types and the rooms' import contract; no tests
	@echo '==> ruff check'
	@$(BIN)/ruff check .
	@echo '==> ruff format --check'
	@$(BIN)/ruff format --check .
	@echo '==> mypy'
	@$(BIN)/mypy
	@echo '==> lint-imports'
	@$(BIN)/lint-imports

bench: setup  ## time kernels, ensembles and chains, each beside a peer (some minutes)
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/ensemble.py
	@$(BIN)/python bench/dynamics.py

docs: setup  ## write the reference pages that come from the code
	@$(BIN)/python docs/generate.py

setup: .venv/installed  ## make .venv, or bring it up to date with the lock

# Two stamps. .venv/locked is a copy of the lock that .venv was made from; a lock with other contents makes
# .venv anew, so that nothing of the old one stays behind. .venv/installed marks the project itself.
.venv/locked: requirements.lock
	@$(PYTHON) --version >/dev/null 2>&1 || { \
	  echo 'detente needs Python 3.11 to 3.14, and "$(PYTHON)" does not run. On Debian: apt-get install python3 python3-venv' >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	  echo 'detente needs Python 3.11 to 3.14; "$(PYTHON)" is' "$$($(PYTHON) --version 2>&1)." \
	    'Name another one: make PYTHON=python3.11 ...' >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '"$(PYTHON)" has no venv module. On Debian: apt-get install python3-venv' >&2; \
	  exit 1; }
	@if cmp -s requirements.lock $@ && $(BIN)/python -c ''; then touch $@; else \
	  echo "==> making .venv with $$($(PYTHON) --version)" && \
	  $(PYTHON) -m venv --clear .venv && \
	  echo '==> installing the locked packages (a minute or two, some 200 MB to fetch the first time)' && \
	  $(PIP) install --require-hashes --requirement requirements.lock && \
	  cp requirements.lock $@; fi

.venv/installed: .venv/locked pyproject.toml
	@echo '==> installing detente itself, editable'
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip --disable-pip-version-check check >/dev/null || { \
	  $(BIN)/python -m pip --disable-pip-version-check check; \
	  echo 'pyproject.toml asks for what requirements.lock does not hold: run make lock' >&2; exit 1; }
	@touch $@

# The lock holds for every Python and system that detente supports. Pins that still fit are kept;
# `make lock UPGRADE=1` takes the newest of everything. uv lives in a folder of its own for the moment.
lock:  ## work out requirements.lock from pyproject.toml (UPGRADE=1: newest versions)
	@set -e; tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; \
	echo '==> fetching uv'; \
	$(PYTHON) -m venv "$$tmp" && "$$tmp/bin/python" -m pip --disable-pip-version-check -qq install uv; \
	echo '==> resolving for Python 3.11 and newer, on every system'; \
	"$$tmp/bin/uv" --quiet pip compile --no-config --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --extra page --extra data --extra cluster --group dev --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) \
	  --output-file requirements.lock pyproject.toml; \
	echo "==> requirements.lock: $$(grep -c '==' requirements.lock) packages"

clean:  ## remove .venv, caches and everything else that is made
	@rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@rm -rf build dist htmlcov
	@find src tests docs -name __pycache__ -type d -prune -exec rm -rf {} +
