# make demo   run the whole job on the sample practice      make test    run every check and test
# make check  linters, types and import contracts only      make bench   speed beside the peers
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check bench lock schemas clean

help:
	@head -2 Makefile | sed 's/^# //'

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "msptool needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 3; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 3; }
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.ready
	@$(BIN)/python tools/demo.py

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	@# On the day of the last commit: what was clean then stays clean, however old the checkout is.
	$(BIN)/msptool --today "$$(git log -1 --format=%cs 2>/dev/null || date +%F)" lint --strict

test: check
	$(BIN)/python -m pytest -n auto

$(VENV)-bench/.ready: requirements/bench.txt $(VENV)/.ready
	$(BIN)/python -m venv --clear $(VENV)-bench
	$(VENV)-bench/bin/python -m pip install --quiet --require-hashes --requirement requirements/bench.txt
	@touch $@

bench: $(VENV)-bench/.ready
	$(VENV)-bench/bin/python -m pip install --quiet --no-deps --no-build-isolation --force-reinstall .
	$(VENV)-bench/bin/python bench/run.py
	$(VENV)-bench/bin/python bench/plans.py
	$(VENV)-bench/bin/python bench/scale.py --clients 100

schemas: $(VENV)/.ready
	$(BIN)/msptool schema --write .schemas

# Needs uv (https://docs.astral.sh/uv/). Hashes, and no address of any package index.
UV_COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-strip-extras --quiet
lock:
	$(UV_COMPILE) --output-file requirements/run.txt
	$(UV_COMPILE) --group dev --output-file requirements/dev.txt
	$(UV_COMPILE) --group dev --group bench --constraint requirements/dev.txt --output-file requirements/bench.txt
	$(BIN)/python tools/lock_extras.py requirements/dev.txt requirements/bench.txt

clean:
	rm -rf $(VENV) $(VENV)-bench dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
