# Everything that is run is run by one of these targets; each sets up what it needs first.
#
#   make test ARGS="-k compute -x"          options for pytest
#   make requirements ARGS=--upgrade        options for uv
#   make clean && make PYTHON=python3.13 test

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/.installed-dev
ORACLE := .venv-oracle/bin
ORACLE_READY := .venv-oracle/.installed
BENCH := .venv-bench/bin
BENCH_READY := .venv-bench/.installed
SPARK := .venv-spark/bin
SPARK_READY := .venv-spark/.installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint docs docs-check bench bench-corpus bench-documents oracle spark format requirements clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

demo: $(READY) ## Make the record of a small model, from its files to its documents
	@$(BIN)/python examples/demo.py

test: $(READY) ## Run the tests
	@$(BIN)/python -m pytest --numprocesses auto $(ARGS)

lint: $(READY) ## Check style, format, types and who imports whom
	@echo "ruff check" && $(BIN)/ruff check --quiet --output-format concise
	@echo "ruff format" && $(BIN)/ruff format --check --quiet --output-format concise
	@echo "mypy" && $(BIN)/mypy --no-error-summary
	@echo "lint-imports" && $(BIN)/lint-imports --no-logo

docs: $(READY) ## Write the generated pages of the documentation
	@$(BIN)/python docs/generate.py

docs-check: $(READY) ## Check that the generated pages are fresh
	@$(BIN)/python docs/generate.py --check

bench: $(READY) ## Measure how long the slow things take
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/collect.py

bench-corpus: $(BENCH_READY) ## Measure the scan of training data beside other programs
	@$(BENCH)/python bench/corpus/run.py $(ARGS)

bench-documents: $(BENCH_READY) ## Measure the documents in all formats beside pandoc
	@$(BENCH)/python bench/documents.py

oracle: $(ORACLE_READY) ## Hold the count of models against transformers and torch
	@$(ORACLE)/python -m pytest oracle --override-ini pythonpath=oracle --quiet $(ARGS)

spark: ## Count a corpus on a cluster of Spark; it needs Java
	@if command -v "$${JAVA_HOME:+$$JAVA_HOME/bin/}java" >/dev/null; then \
		$(MAKE) --no-print-directory $(SPARK_READY) && \
		$(SPARK)/python -m pytest cluster --override-ini pythonpath=cluster --quiet $(ARGS); \
	elif [ -n "$$CI" ]; then \
		echo "There is no Java, which Spark needs (17 or newer): nothing was tested."; exit 1; \
	else \
		echo "Passed over: there is no Java, which Spark needs (17 or newer)."; \
	fi

format: $(READY) ## Put the code in its form and mend what ruff can mend
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

requirements: $(READY) ## Pin the dependencies of pyproject.toml, with their hashes
	@echo "Pinning requirements/ …"
	@$(COMPILE) --output-file requirements/dev.txt --group dev
	@$(COMPILE) --output-file requirements/run.txt --constraints requirements/dev.txt
	@$(COMPILE) --output-file requirements/spark.txt --constraints requirements/dev.txt \
		--extra corpus --extra spark --group cluster

COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-find-links --no-emit-index-url $(ARGS)

clean: ## Remove the environments and whatever else was made
	@rm -rf .venv .venv-oracle .venv-bench .venv-spark build dist .*_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip installs, because it honours your own pip configuration; uv only writes the pins.
$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "$(PYTHON) is not Python 3.11 or newer; name one that is: make PYTHON=python3.13 …"; \
		exit 1; }
	@echo "Setting up .venv (once) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# torch comes first and by itself: where a build for processors alone lies, pip takes that one.
$(ORACLE_READY): requirements/oracle.txt requirements/run.txt pyproject.toml
	@echo "Setting up .venv-oracle (once; it is large) …"
	@test -x $(ORACLE)/python || $(PYTHON) -m venv .venv-oracle
	@$(ORACLE_PIP) torch==2.13.0
	@$(ORACLE_PIP) --requirement requirements/oracle.txt
	@$(ORACLE_PIP) --require-hashes --requirement requirements/run.txt
	@$(ORACLE_PIP) --no-deps --editable .
	@touch $@

$(BENCH_READY): requirements/bench.txt requirements/run.txt pyproject.toml
	@echo "Setting up .venv-bench (once) …"
	@test -x $(BENCH)/python || $(PYTHON) -m venv .venv-bench
	@$(BENCH_PIP) --requirement requirements/bench.txt
	@$(BENCH_PIP) --require-hashes --requirement requirements/run.txt
	@$(BENCH_PIP) --no-deps --editable .
	@touch $@

$(SPARK_READY): requirements/spark.txt pyproject.toml
	@echo "Setting up .venv-spark (once; it is large) …"
	@test -x $(SPARK)/python || $(PYTHON) -m venv .venv-spark
	@$(SPARK_PIP) --require-hashes --requirement requirements/spark.txt
	@$(SPARK_PIP) --no-deps --no-build-isolation --editable .
	@touch $@

BENCH_PIP := $(BENCH)/python -m pip --disable-pip-version-check install --quiet
SPARK_PIP := $(SPARK)/python -m pip --disable-pip-version-check install --quiet
ORACLE_PIP := $(ORACLE)/python -m pip --disable-pip-version-check install --quiet
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
