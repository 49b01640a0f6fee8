# 接访台 · two commands matter: `make play` and `make test`. Both make .venv when it is missing or out of date.
# ARGS goes to the program: make play ARGS="play unpaid-wages --lang en", make test ARGS="tests/test_imports.py -n 0"

BIN := .venv/bin
ARGS :=
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help play test lint format types bench pins catalogues clean

help:
	@echo 'make play    open the game                        ARGS="run unpaid-wages --bot best"'
	@echo 'make test    run the tests                        ARGS="-m slow" for the long ones'
	@echo 'make lint    format check, lint, import contracts'
	@echo 'make format  put the files into shape'
	@echo 'make types   mypy, strict'
	@echo 'make bench   speed, beside its peers         ARGS="--only load"'
	@echo 'make pins    renew tools/constraints.txt'
	@echo 'make catalogues  compile the English of the interface'
	@echo 'make clean   remove .venv, caches and builds'

play:
	@tools/environment play
	@exec $(BIN)/jiefang $(ARGS)

test:
	@tools/environment dev
	@exec $(BIN)/python -m pytest $(ARGS)

lint:
	@tools/environment dev
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/lint-imports --no-cache --no-logo

format:
	@tools/environment dev
	$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

types:
	@tools/environment dev
	$(BIN)/python -m mypy

bench:
	@tools/environment play
	@exec $(BIN)/python -m benchmarks $(ARGS)

pins:
	@tools/renew-pins

catalogues:
	@tools/environment dev
	$(BIN)/python tools/catalogues.py

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find scenarios scoring simulator tests tools -name __pycache__ -type d -exec rm -rf {} +
