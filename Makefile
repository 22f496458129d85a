# The commands of this project. Each sets up .venv in this folder by itself: Python 3.11 or newer and pip are enough.

BIN := .venv/bin
DEV := dev,encodings

.PHONY: help demo test test-all fuzz lint docs bench figures record live clean

help: ## list these commands
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{ printf "  make %-9s %s\n", $$1, $$2 }'

demo: .venv/.core ## crawl the recorded aggregator, clean, store and export it, and show what came of it
	@$(BIN)/python scripts/demo.py

test: .venv/.dev ## run the test suite: its long tests apart, property tests on fewer inputs
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow" $(ARGS)

test-all: .venv/.dev ## run the whole test suite, as .ci/run does
	$(BIN)/python -m pytest -n auto --dist worksteal --hypothesis-profile=ci $(ARGS)

fuzz: .venv/.dev ## run the property tests on many times as many inputs, drawn anew each time
	$(BIN)/python -m pytest -n auto --dist worksteal -m hypothesis --hypothesis-profile=fuzz $(ARGS)

lint: .venv/.dev ## check format, lint and types
	.ci/run format lint types

docs: .venv/.dev ## write the generated pages of docs/ anew
	$(BIN)/python scripts/make_docs.py

bench: .venv/.dev ## measure what cleaning and crawling cost
	$(BIN)/python scripts/bench.py $(ARGS)

figures: .venv/.dev ## measure the cleaner against gold (ARGS="FOLDER") and write docs/figures.md
	$(BIN)/python scripts/make_figures.py $(ARGS)

record: .venv/.dev ## record the local WordPress anew into cassettes/
	PYTHON=$(BIN)/python scripts/record_cassette.sh

live: .venv/.dev ## crawl the local WordPress itself, and score what comes of it
	PYTHON=$(BIN)/python scripts/live.sh

clean: ## remove the environment, the demo's output and all caches
	rm -rf .venv demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.core: pyproject.toml scripts/install.sh
	@echo "setting up .venv …"
	@scripts/install.sh
	@touch $@

.venv/.dev: pyproject.toml scripts/install.sh
	@echo "setting up .venv with the tools …"
	@scripts/install.sh "$(DEV)"
	@touch .venv/.core $@
