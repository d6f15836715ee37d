# Ownway: the two commands are `make demo` and `make test`. `make help` lists the rest.
# Needs Python 3.11 or later, make, and network to the package registries; nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := .make
LOOK := src/ownway/foundation/look/static/ownway/built
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup demo test check long format lint types layers docs docs-check assets lock clean bench-allocation bench-charging bench-ledger

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(MADE)/ownway $(LOOK)/govuk.css ## Make .venv/bin/ownway ready to use

$(BIN)/uv:
	sh assets/python.sh $(PYTHON) $(VENV)

$(MADE)/locked: requirements.lock | $(BIN)/uv
	@mkdir -p $(MADE)
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@touch $@

$(MADE)/ownway: $(MADE)/locked pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(LOOK)/govuk.css: $(MADE)/locked assets/build.py assets/govuk.scss assets/package-lock.json
	$(BIN)/python assets/build.py
	@touch $@

assets: $(LOOK)/govuk.css ## Compile the stylesheet from packages

demo: setup ## Load the invented council, serve it, print the address and the personas
	$(BIN)/ownway demo

test: setup $(MADE)/browser ## Run every test, browser included
	$(BIN)/pytest -m "not slow" --numprocesses 2 --dist loadgroup --show-capture=no

$(MADE)/browser:
	sh assets/browser.sh
	@touch $@

check: lint layers types docs-check test ## What CI runs

lint: setup ## Style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

layers: setup ## The data runs one way; contexts are layered alike
	$(BIN)/lint-imports

types: setup ## Types, strictly
	$(BIN)/mypy

docs: setup ## Write docs/reference/ anew from the code
	$(BIN)/python docs/generate.py

docs-check: setup ## docs/reference/ is what the code says
	$(BIN)/python docs/generate.py --check

long: setup $(MADE)/browser ## Slow suites: the demo council whole, benches
	sh assets/spark.sh $(BIN)/python $(BIN)/uv
	$(BIN)/pytest -m slow
	for bench in bench/*.py; do $(BIN)/python $$bench || exit 1; done

$(MADE)/bench: requirements-bench.lock | $(BIN)/uv
	@mkdir -p $(MADE)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .venv-bench
	$(BIN)/uv pip sync --quiet --python .venv-bench/bin/python --require-hashes requirements-bench.lock
	@touch $@

bench-allocation: $(MADE)/bench ## Every goal of the allocation model, beside others' methods (30 minutes)
	PYTHONPATH=src OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv-bench/bin/python bench/allocation

bench-charging: $(MADE)/bench ## What a million people pay: page, bulk run and openfisca-core (5 minutes)
	PYTHONPATH=src OMP_NUM_THREADS=1 .venv-bench/bin/python bench/charging.py

bench-ledger: $(MADE)/bench ## Postings a second beside pgbench and django-hordak (6 minutes)
	PYTHONPATH=src .venv-bench/bin/python bench/ledger.py

format: setup ## Put the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(BIN)/uv ## Choose versions anew and pin them by hash
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml -o requirements.lock --no-header
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group spark -c requirements.lock -o requirements-spark.lock --no-header
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group bench -c requirements.lock pyproject.toml -o requirements-bench.lock --no-header

clean: ## Remove what setup made (the home with the data stays)
	rm -rf $(VENV) .venv-bench $(MADE) $(LOOK) assets/node_modules
