# Two commands: `make run` shows the whole nightly job on the sample city, `make test` proves it.
# Each does all its own set-up; the environment lies in .venv/.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1

.PHONY: setup run test lint lint-sql types unit fix lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

run: setup
	$(BIN)/mingzhang demo

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# some minutes: not part of `make test`
lint-sql: setup
	cd dbt_project && ../$(BIN)/sqlfluff lint models tests --processes 2

types: setup
	$(BIN)/mypy

unit: setup
	$(BIN)/python -m pytest -n 2 --dist loadfile

test: lint types unit

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-strip-extras --python-version 3.11 -o requirements.lock

clean:
	rm -rf .venv warehouse
