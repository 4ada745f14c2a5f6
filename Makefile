# The one task file. `make help` lists the verbs.
#
# Needed beforehand: Python 3.11 or newer with its venv module, git and make. Everything else goes into
# .venv, at the versions and hashes of two locks: requirements.lock is what a user runs, requirements-dev.lock
# the same and the tools of those who change detente.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# A lock is complete, so nothing is resolved: a resolver would look at what was released since. Nor is anything
# built, since what it is built with stands in no lock. Modules are compiled when first imported, not all at once.
FROM_LOCK := install -qq --no-deps --require-hashes --only-binary :all: --no-compile --requirement

SYSTEMS := This needs a network, and a system that every package is made for: Linux with glibc 2.28 or newer \
  (x86-64 or ARM), macOS on Apple silicon, or Windows.

# What the shell of whoever runs this says of other environments does not count in ours.
unexport PYTHONHOME PYTHONPATH PIP_CONSTRAINT PIP_PREFIX PIP_REQUIREMENT PIP_TARGET
export PIP_USER := 0

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup tools brief test quick check bench docs lock clean

help:  ## list the verbs
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

brief: setup  ## set everything up and write the brief on the Korean Peninsula of autumn 2020
	@$(BIN)/detente analyze korea-2020

test: check  ## set everything up and run the whole default check: style, types, rooms, tests
	@echo '==> pytest'
	@$(BIN)/python -m pytest -n auto

# The quickest files of each room; a test holds that no room is left out.
QUICK := tests/test_house.py tests/bargaining/test_rules.py tests/brief/test_words.py tests/brief/test_numbers.py \
  tests/brief/test_sentences.py tests/case/test_yaml.py tests/case/test_good.py tests/case/test_ratings.py tests/elicitation/test_notation.py \
  tests/ensemble/test_sequences.py tests/exchange/test_formats.py tests/dynamics/test_farsighted.py \
  tests/files/test_reading.py tests/forecast/test_scores.py tests/game/test_game.py tests/game/test_inspect.py \
  tests/history/test_mapping.py tests/history/test_phases.py tests/history/test_text.py tests/insight/test_nearest.py \
  tests/proposal/test_quotes.py tests/published/test_feasible_states.py tests/sources/test_locator.py \
  tests/stability/test_laws.py tests/web/test_guard.py tests/worlds/test_streams.py

quick: tools  ## the quickest tests of each room, in less than half a minute
	@$(BIN)/python -m pytest -q -n auto $(QUICK)

check: tools  ## style, types and the rooms' import contract; no tests
	@echo '==> ruff check'
	@$(BIN)/ruff check .
	@echo '==> ruff format --check'
	@$(BIN)/ruff format --check .
	@echo '==> mypy'
	@$(BIN)/mypy
	@echo '==> lint-imports'
	@$(BIN)/lint-imports

bench: tools  ## time kernels, ensembles and chains, each beside a peer (some minutes)
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/ensemble.py
	@$(BIN)/python bench/dynamics.py
	@$(BIN)/python bench/bargaining.py

docs: tools  ## write the reference pages that come from the code
	@$(BIN)/python docs/generate.py

setup: .venv/made  ## make .venv, or bring it up to date: what a user runs and nothing else

tools: .venv/tools  ## the same, with the extras and the tools of developers

# Three stamps. .venv/locked is a copy of the lock that .venv was made from; a lock with other contents makes
# .venv anew, so that nothing of the old one stays behind. .venv/made marks the project itself and says where;
# .venv/tools is a copy of the developers' lock. A folder that was moved and a Python that was replaced leave a
# .venv that does not run: it counts as not there.
ifneq ($(wildcard .venv/made),)
FINDS := import importlib.util, sys; sys.exit(importlib.util.find_spec("detente") is None)
ifneq ($(shell [ "$$(cat .venv/made)" = "$(CURDIR)" ] && $(BIN)/python -c '$(FINDS)' && echo runs),runs)
$(shell rm -f .venv/locked .venv/made .venv/tools)
endif
endif

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
	  echo '==> installing what detente runs on (half a minute or more, some 170 MB to fetch the first time)' && \
	  { $(PIP) $(FROM_LOCK) requirements.lock || { echo '$(SYSTEMS)' >&2; exit 1; }; } && \
	  cp requirements.lock $@; fi

.venv/made: .venv/locked pyproject.toml
	@echo '==> installing detente itself, editable'
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@$(PIP) check >/dev/null || { \
	  $(PIP) check; echo 'pyproject.toml asks for what requirements.lock does not hold: run make lock' >&2; exit 1; }
	@echo '==> compiling the kernels (once, some ten seconds)'
	@$(BIN)/detente prepare
	@echo '$(CURDIR)' >$@

.venv/tools: requirements-dev.lock .venv/made
	@if [ -e $@ ] && ! cmp -s requirements-dev.lock $@; then \
	  rm -f .venv/locked .venv/made $@; $(MAKE) --no-print-directory .venv/made; fi
	@[ -e $@ ] || { \
	  echo '==> installing the tools of developers (some 150 MB to fetch the first time)' && \
	  $(PIP) $(FROM_LOCK) requirements-dev.lock; }
	@$(PIP) check >/dev/null || { \
	  $(PIP) check; echo 'pyproject.toml asks for what requirements-dev.lock does not hold: run make lock' >&2; exit 1; }
	@cp requirements-dev.lock $@

# The locks hold for every Python and system that detente supports, and agree with one another. Pins that still fit
# are kept; `make lock UPGRADE=1` takes the newest of everything. uv lives in a folder of its own for the moment.
COMPILE = "$$tmp/bin/uv" --quiet pip compile --no-config --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --custom-compile-command 'make lock' --extra page --extra read --extra web --group build pyproject.toml

lock:  ## work out both locks from pyproject.toml (UPGRADE=1: newest versions)
	@set -e; tmp=$$(mktemp -d); trap 'rm -rf "$$tmp"' EXIT; \
	echo '==> fetching uv'; \
	$(PYTHON) -m venv "$$tmp" && "$$tmp/bin/python" -m pip --disable-pip-version-check -qq install uv; \
	echo '==> resolving for Python 3.11 and newer, on every system'; \
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra data --extra cluster --extra pdf --extra team --group dev --output-file requirements-dev.lock; \
	$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock; \
	for lock in requirements.lock requirements-dev.lock; do \
	  echo "==> $$lock: $$(grep -c '==' $$lock) packages"; done

clean:  ## remove .venv, caches and everything else that is made
	@rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@rm -rf build dist htmlcov
	@find src tests docs -name __pycache__ -type d -prune -exec rm -rf {} +
