# Firstframe. Every target makes .venv itself; it is made again when the pinned versions change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.requirements
DEV_STAMP := $(VENV)/.requirements-dev
PYTEST_ARGS ?= -n 3 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help sandbox run backup restore test lint types check format bench soak clean

help:
	@echo "make sandbox   the whole bot on this machine, in a browser; no account needed"
	@echo "make test      style, types and all tests"
	@echo "make run       the bot on Discord, with the settings in .env"
	@echo "make backup    a copy of the SQLite database while the bot runs: make backup FILE=copy.db"
	@echo "make restore   puts the copy back while it does not: make restore FILE=copy.db"
	@echo "make bench     speed and memory beside a bare bot"
	@echo "make soak      three minutes of orders, faults and crashes, and then the books"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Firstframe needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(RUN_STAMP): requirements.txt | $(BIN)/python
	@echo "Installing what Firstframe runs with ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what its tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(RUN_STAMP)

sandbox: $(RUN_STAMP)
	@$(BIN)/python -m sandbox $(ARGS)

run: $(RUN_STAMP)
	@$(BIN)/python bot.py

# While the bot runs; SQLite only.
backup: $(RUN_STAMP)
	@$(BIN)/python bot.py backup $(FILE)

# While it does not.
restore: $(RUN_STAMP)
	@$(BIN)/python bot.py restore $(FILE)

test: lint types check

lint: $(DEV_STAMP)
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .

types: $(DEV_STAMP)
	$(BIN)/mypy

check: $(DEV_STAMP)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV_STAMP)
	@$(BIN)/python -m bench $(ARGS)

soak: $(DEV_STAMP)
	@$(BIN)/python -m soak $(ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
