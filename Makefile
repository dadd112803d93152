# `make run` needs python3 and git alone; everything else is set up in .venv.

PYTHON3 ?= python3
SET_UP = $(PYTHON3) -B setup/bootstrap.py
CLINIC = .venv/bin/python -m clinic
UV_COMPILE = uv pip compile --quiet --universal -p 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup run train validate evaluate test test-slow test-browser test-scale chaos bench bench-console \
	bench-training widget screenshots \
	check format lock audit clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make .venv, install the packages, build the sentence encoder
	@$(SET_UP)

run: setup ## Set up, train if needed, and serve on http://127.0.0.1:8000
	@$(CLINIC) train --if-needed
	@$(CLINIC) serve

train: setup ## Train the assistant from data/, domain.yml and config.yml
	@$(CLINIC) train

validate: setup ## Look the taught messages over: repeated, contradicting, near another topic
	@$(CLINIC) validate

EVALUATED = $(addprefix tests/evaluation/,questions.jsonl visitors.jsonl validation.jsonl sealed.jsonl health.jsonl \
	health_sealed.jsonl voices.jsonl)
evaluate: setup ## Measure the understanding against the bars; writes docs/evaluation.md
	@$(CLINIC) train --if-needed
	@$(CLINIC) evaluate $(EVALUATED) --report docs/evaluation.md --against tests/evaluation/released.json

bench: ## Measure speed beside a stock Rasa (Python 3.10 helps); writes docs/benchmark.md
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m tests.benchmark.speed

bench-training: ## Measure teaching: time, memory, promotion; writes docs/training-benchmark.md
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m tests.benchmark.training

test: ## Run the tests that take no more than some seconds each
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m pytest -n auto --maxprocesses 4 --dist loadfile

test-slow: ## Run the long tests: kills, faults, every interruption, whole trainings
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m pytest -n 2 --dist loadfile -m 'slow and not browser and not scale'

test-browser: ## Run the tests that drive a real Chromium (needs chromium, node, npm)
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m pytest -n 2 --dist loadfile -m browser tests/browser tests/console/browser

bench-console: ## Measure the staff console on 200,000 conversations; writes docs/console-benchmark.md
	@$(SET_UP) --with-tests
	@.venv/bin/python -m tests.console.benchmark

test-scale: ## Run three replicas behind nginx with one PostgreSQL, also through faults (needs root)
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m pytest -m scale tests/scale tests/chaos

chaos: ## Kill, hang and fill everything under 1,000 visitors; writes docs/chaos.md (needs root)
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m tests.chaos

widget: ## Build widget/dist/widget.js from its sources (needs node, npm)
	@cd widget && npm ci --ignore-scripts --no-progress && npm run --silent check && npm run --silent build

screenshots: ## Picture the widget's states and the console into docs/ (needs chromium)
	@$(SET_UP) --with-tests
	@$(CLINIC) train --if-needed
	@.venv/bin/python -m tests.browser.screenshots docs/widget
	@.venv/bin/python -m tests.console.screenshots docs

check: ## Look at style and layers
	@$(SET_UP) --with-tests
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/python -m pytest -q tests/test_layers.py tests/test_style.py

format: ## Lay the Python code out
	@$(SET_UP) --with-tests
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

lock: ## Compile requirements.txt anew (needs uv)
	$(UV_COMPILE) requirements.in --override overrides.txt -o requirements.txt
	$(UV_COMPILE) requirements-test.in -o requirements-test.txt

audit: ## Look the locked packages up in the advisories (needs the network)
	@$(PYTHON3) -B setup/audit.py

clean: ## Remove the environment, the models and caches; var/, with the database, stays
	rm -rf .venv .rasa .pytest_cache .ruff_cache .hypothesis models/*.tar.gz
	find . -name __pycache__ -type d -not -path './widget/*' -prune -exec rm -rf {} +
