.DEFAULT_GOAL := help
.PHONY: help demo consult serve site test test-long test-browser coverage benchmark lint format base check golden gallery clean
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PINNED := tests/constraints.txt
CASES := knowledge/cases
RUNTIME := .site
PINS := engine/web/site/runtime.txt
GALLERY := diagrams/gallery
# The tests start hundreds of processes, each of which would compile the project anew.
export PYTHONDONTWRITEBYTECODE :=

help: ## show what there is to make
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

$(READY): pyproject.toml $(PINNED)
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c $(PINNED) --editable '.[dev]'
	@touch $@

demo: $(READY) ## draw the plan and the tree of one of the cases, into demo/
	@mkdir -p demo
	@$(BIN)/matchpath plan $(CASES)/c-dermatology-228.yaml -o demo/plan.html
	@$(BIN)/matchpath tree $(CASES)/c-dermatology-228.yaml -o demo/path.svg
	@echo "Open demo/plan.html and demo/path.svg"

consult: $(READY) ## answer the questions for yourself
	@$(BIN)/matchpath consult

serve: $(READY) ## answer them in the browser, on this machine alone
	@$(BIN)/matchpath serve

$(RUNTIME): $(PINS) | $(READY)
	@rm -rf $@ $@.part && mkdir $@.part
	npm pack --silent --pack-destination $@.part $$(awk '$$1 == "npm" { print $$2 "@" $$3 }' $(PINS))
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps -d $@.part \
	  --only-binary :all: --python-version 3.14 --platform pyemscripten_2026_0_wasm32 \
	  $$(awk '$$1 == "pip" { print $$2 "==" $$3 }' $(PINS))
	@mv $@.part $@

site: $(RUNTIME) ## make site/, which any web server can host, to answer in the browser; takes npm
	@rm -rf site
	@$(BIN)/matchpath site --runtime $(RUNTIME) -o site

test: $(READY) ## run the tests
	$(BIN)/python -m pytest

test-long: $(READY) ## run them all, with more examples, more kills and every Python there is
	MATCHPATH_TESTS=long $(BIN)/python -m pytest -m '' --timeout 3600

test-browser: $(READY) ## measure the plan of every case in Chromium: on screen, on a phone, on paper
	$(BIN)/python -m pytest -m '' tests/browser

coverage: $(READY) ## run the tests, and show the branches they don't reach
	$(BIN)/python -m pytest --cov --cov-report=term-missing:skip-covered

benchmark: $(READY) ## measure what people wait for, each figure beside its peer
	$(BIN)/python -m tests.benchmarks.table

lint: $(READY) ## check format, style, types, complexity and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/complexipy engine diagrams cli.py --max-complexity-allowed 15 --failed

format: $(READY) ## put the code in its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

base: $(READY) ## check the knowledge base and run its cases
	$(BIN)/matchpath kb check
	$(BIN)/matchpath kb test
	$(BIN)/matchpath kb coverage --threshold 100

check: lint base coverage benchmark ## everything that has to hold before a commit

# Elsewhere each hour would be said in the reader's own time as well.
gallery: export TZ := America/New_York
gallery: $(READY) ## draw the pictures of diagrams/gallery anew; look at them
	@mkdir -p $(GALLERY)
	@for road in match-week-awaiting:week-waiting match-week-offer:week-soap-preliminary \
	    match-week-over:week-soap-nothing matched:week-matched rehearsal:rehearsal-in-november \
	    in-range:in-range-family-medicine-240 a-slightly-below:a-anesthesiology-234 \
	    b-clearly-below:b-general-surgery-222 c-at-risk:c-dermatology-228 \
	    failed:failed-once-210 no-attempts-left:no-attempts-left interviews:interviews-january \
	    ranked:ranked-march between-cycles:between-cycles-230 unsafe:unsafe-surgery-226; do \
	  for theme in light dark; do \
	    ending=$${theme#light}; \
	    $(BIN)/matchpath tree $(CASES)/$${road#*:}.yaml --theme $$theme \
	      -o $(GALLERY)/$${road%%:*}$${ending:+-$$ending}.svg; done; done
	@for phase in triage stabilize rebuild communicate contingency match-week; do \
	  $(BIN)/matchpath kb graph --phase $$phase -o $(GALLERY)/base-$$phase.svg; done
	@$(BIN)/matchpath kb graph -o $(GALLERY)/base.svg
	@$(BIN)/python tests/gallery.py $(GALLERY)
	@chmod 644 $(GALLERY)/*.svg

golden: $(READY) ## write the expected outputs anew; read the diff
	$(BIN)/python -m pytest --golden

clean: ## remove what was made
	rm -rf .venv .site site demo dist build .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
