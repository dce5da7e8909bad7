# What a person types: demo, test, check, bench. Everything is installed into .venv from the lock.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test check fix docs messages bench soak lock clean

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 10

demo: .venv/run.stamp  ## Answer one question in the terminal
	@$(BIN)/rackmath ask "/power gpus:100000 device:h100"

test: .venv/dev.stamp  ## Run the whole suite
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: .venv/dev.stamp  ## Formatter, linter, strict type checker, facts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/rackmath facts check

fix: .venv/dev.stamp  ## Format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/run.stamp  ## Write the page of every topic
	$(BIN)/python -m calculators.docs

messages: .venv/run.stamp  ## Bring the catalogues of texts up to date
	$(BIN)/python -m calculators.messages

bench: .venv/bench.stamp  ## Measure against the marks
	$(BIN)/python -m tests.bench $(ARGS)

soak: .venv/dev.stamp  ## The long versions of tests that the suite runs short
	RACKMATH_SOAK=1 $(BIN)/python -m pytest -n $(WORKERS) -m soak $(ARGS)

lock:  ## Renew the lock files (needs uv)
	for group in "" dev bench; do \
	  uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
	    --no-header --no-emit-index-url --no-annotate --group build $${group:+--group $$group} \
	    pyproject.toml --output-file requirements$${group:+-$$group}.lock; \
	done

clean:  ## Remove what was installed and cached
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit("rackmath needs Python 3.11 or newer; this is " \
	  + sys.version.split()[0] + ". Try: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock pyproject.toml | .venv/pyvenv.cfg
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.venv/bench.stamp: requirements-bench.lock .venv/dev.stamp
	$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@
