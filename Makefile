.DEFAULT_GOAL := help
.PHONY: help demo consult test coverage benchmark lint format base check golden clean
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

help: ## show what there is to make
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY) ## draw the plan and the tree of one of the cases, into demo/
	@mkdir -p demo
	@$(BIN)/matchpath plan knowledge/cases/c-dermatology-228.yaml -o demo/plan.txt
	@$(BIN)/matchpath tree knowledge/cases/c-dermatology-228.yaml -o demo/path.svg
	@echo "Open demo/plan.txt and demo/path.svg"

consult: $(READY) ## answer the questions for yourself
	@$(BIN)/matchpath consult

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

coverage: $(READY) ## run the tests, and show the branches they don't reach
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

benchmark: $(READY) ## time the first prompt and the waits after it, against a command that people know
	$(BIN)/python tests/benchmarks/start.py

lint: $(READY) ## check format, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## put the code in its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

base: $(READY) ## check the knowledge base and run its cases
	$(BIN)/matchpath kb check
	$(BIN)/matchpath kb test
	$(BIN)/matchpath kb coverage --threshold 100

check: lint base coverage benchmark ## everything that has to hold before a commit

golden: $(READY) ## write the expected outputs anew; read the diff
	$(BIN)/python -m pytest tests/test_golden.py tests/test_loader.py --golden

clean: ## remove what was made
	rm -rf .venv demo dist build .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
