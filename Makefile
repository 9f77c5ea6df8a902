# Two commands are enough: `make run` and `make test`. `make help` lists the others.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$python && break; done)
PREPARE := $(PYTHON) packaging/prepare.py
BIN := .venv/bin

.PHONY: help run test check lint formatting types arrows format bench evals proof clean \
	python ready ready-to-test

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: python ## set up what is missing and start Deskmate
	@$(PREPARE) run

test: ready-to-test ## set up what is missing, check the code, run every test
	@$(MAKE) --no-print-directory --keep-going check
	@$(BIN)/python -m tests

check: lint formatting types arrows ## lint, formatting, types and the arrows between the rooms

lint: ready
	$(BIN)/ruff check .

formatting: ready
	$(BIN)/ruff format --check .

types: ready
	$(BIN)/mypy

arrows: ready
	$(BIN)/lint-imports --no-logo

format: ready ## put the code into the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: ready-to-test ## measure and print the table of docs/bench.md
	@$(BIN)/python -m tests.bench

evals: ready-to-test ## how often the answers are right
	@for part in tests/evals/[a-z]*.py; do \
	name=$$(basename $$part .py); echo "== $$name"; $(BIN)/python -m tests.evals.$$name || exit; done

proof: ready-to-test ## the long proofs
	@for part in tests/proof/[a-z]*.py; do \
	name=$$(basename $$part .py); echo "== $$name"; $(BIN)/python -m tests.proof.$$name || exit; done

clean: ## remove what was made here (models and your data stay)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis \
		build dist artefacts *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

python:
	@[ -n "$(PYTHON)" ] || { echo "Deskmate needs Python 3.11 or newer." >&2; \
	echo "" >&2; echo "    sudo apt-get install python3" >&2; exit 2; }

ready: python
	@$(PREPARE) dev

ready-to-test: python
	@$(PREPARE) test
