# `make help` lists the targets. Each one first makes the environment .venv, unless it is there already.
# Paths stay relative, so that the folder's own path may hold spaces.

SHELL := /bin/sh
PYTHON3 ?= python3
VENV_PYTHON := .venv/bin/python
MANAGE := $(VENV_PYTHON) manage.py

export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3
export SQLALCHEMY_SILENCE_UBER_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help run test check train evaluate bench bench-console bench-desk bench-model chaos clean environment environment-dev
.NOTPARALLEL:

help: ## list the targets
	@echo "make run        start the assistant; whatever it needs is installed, loaded and trained first"
	@echo "make test       install what the tests need, then run every test"
	@echo "make check      lint, types, migrations, content and training data; before every commit"
	@echo "make train      train a model for the present data, unless there is one"
	@echo "make evaluate   measure the understanding on the evaluation data"
	@echo "make bench      measure both channels under load, next to stock Rasa's; twenty minutes on an idle machine, the first time more"
	@echo "make bench-desk   measure the desk with 200 open conversations and 20 operators; ten minutes, with Chromium if there is one"
	@echo "make bench-model  measure our pipeline next to Rasa's stock one; a quarter of an hour on an idle machine"
	@echo "make bench-console  measure every page of the console with a million messages; a quarter of an hour, the first time"
	@echo "make clean      remove the environment, models and caches; var/ (database, messages, keys) stays"
	@echo
	@echo "Settings are environment variables, for example: make run PORT=8001 (.env.example lists them)."

environment:
	@command -v $(PYTHON3) >/dev/null || { echo "Python 3 is needed, and there is no $(PYTHON3) on this machine: install Python 3.11." >&2; exit 1; }
	@$(PYTHON3) bootstrap.py

environment-dev:
	@command -v $(PYTHON3) >/dev/null || { echo "Python 3 is needed, and there is no $(PYTHON3) on this machine: install Python 3.11." >&2; exit 1; }
	@$(PYTHON3) bootstrap.py --dev

# STANDINS=1: with a local telephone in place of Telegram and WhatsApp (docs/channels.md).
run: environment
	@$(if $(STANDINS),$(VENV_PYTHON) -m tests.standins.run,$(MANAGE) run)

chaos: environment-dev ## 2,000 messages while processes are killed; ROUNDS=10 repeats it
	@for round in $$(seq $(or $(ROUNDS),1)); do CHAOS_MESSAGES=$(or $(MESSAGES),2000) $(VENV_PYTHON) -m pytest -s tests/chaos || exit 1; done

train: environment
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) catalogue load
	@$(MANAGE) train --if-needed

evaluate: environment
	@$(MANAGE) prepare
	@$(MANAGE) evaluate

bench: environment
	@$(VENV_PYTHON) -m benchmarks.channels

bench-desk: environment-dev
	@$(VENV_PYTHON) -m benchmarks.desk

bench-model: environment
	@$(VENV_PYTHON) -m benchmarks.model

bench-console: environment
	@$(VENV_PYTHON) -m benchmarks.console

test: environment-dev
	$(VENV_PYTHON) -m pytest

# The checks read the content and the training data, not the installation's database.
check: export STATE_DIR := var/check
check: export DATABASE_URL :=
check: environment-dev
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy
	@$(MANAGE) migrate --no-input --verbosity 0
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) messages --check
	$(MANAGE) catalogue check
	$(MANAGE) catalogue audit
	$(VENV_PYTHON) -m rasa data validate

clean:
	rm -rf .venv .tools .rasa .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis results models/*.tar.gz var/check
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
