# Works on a bare Debian 12 with Python 3.11, git and make; `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(or $(shell command -v python3.11),python3)
PYTEST_ARGS ?= -n auto --dist worksteal
ROOM_TESTS = $(addprefix tests/,$(ROOM))
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
EXTRAS := $(VENV)/extras
LOG := $(VENV)/install.log
TELL := sed -E 's,(https?|file)://[^ ]+,(package index),g; s,host=[^ :)]+,host=(package index),g'

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONNOUSERSITE := 1

.PHONY: help report test test-all test-extras lint fuzz torture bench demo docs keywords reference messages pictures lock lowest package clean packages packages-for-tests

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1:\2/p' Makefile | column -t -s ':'

report: $(INSTALLED) ## the report of the demo shop, into output/
	@$(BIN)/reportgen build data/orders.csv --company "Harbour & Finch" --currency GBP
	@ls output/site/orders/*/*-report.html | sed 's/^/Report: /'

test: packages-for-tests $(INSTALLED) ## every behaviour once; ROOM=segments runs one room's tests
	@OMP_NUM_THREADS=1 $(BIN)/pytest -m "not slow" --hypothesis-profile=quick $(PYTEST_ARGS) $(ROOM_TESTS)

test-all: packages-for-tests $(INSTALLED) ## all tests, with further variants and more random examples
	@OMP_NUM_THREADS=1 $(BIN)/pytest $(PYTEST_ARGS) $(ROOM_TESTS)
	@$(if $(ROOM),,$(MAKE) --no-print-directory test-extras)

test-extras: packages-for-tests $(INSTALLED) ## builds on Spark beside builds with DuckDB, and tables of PostgreSQL; PySpark takes 700 MB
	@if $(MAKE) --no-print-directory $(EXTRAS)/installed; \
		then OMP_NUM_THREADS=1 $(EXTRAS)/bin/python -m pytest tests/cluster/test_spark.py tests/input/test_postgres.py; \
		else echo "Spark and PostgreSQL are not tested: what they need could not be installed." >&2; fi

lint: $(INSTALLED) ## style, types and the direction of imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

fuzz: $(INSTALLED) ## 20,000 damaged files: each gives a table or one clear error; takes a while
	@OMP_NUM_THREADS=1 $(BIN)/python tests/fuzz/fuzz_reading.py

torture: $(INSTALLED) ## builds killed, short of disk or memory, in pairs; over an hour, TORTURE_ARGS="--kills 20" less
	@$(BIN)/python -m tests.torture.torture $(TORTURE_ARGS)

bench: $(INSTALLED) ## speed and memory into docs/benchmarks.md, and hit rates of the method; takes its time
	@$(BIN)/python benchmarks/speed.py --write
	@for measure in $$(grep -l __main__ benchmarks/*.py | grep -v speed.py); do $(BIN)/python "$$measure"; done

demo: $(INSTALLED) ## write data/ anew from the generator
	@$(BIN)/reportgen demo data

docs: $(INSTALLED) ## the site of these docs, with a sample report, into build/docs
	@$(BIN)/python docs/build_site.py

keywords: $(INSTALLED) ## write the keywords that Python users have anew from the options
	@$(BIN)/python docs/keywords.py

reference: $(INSTALLED) ## write the pages of flags, settings, errors and doubts anew from the code
	@$(BIN)/python docs/reference_pages.py

messages: $(INSTALLED) ## take new texts into the catalogues of German and French
	@$(BIN)/python docs/messages.py

pictures: report ## draw the pictures of the README anew
	@$(BIN)/python docs/draw_pictures.py output/site/orders/2026-10

lock: ## renew requirements.lock from pyproject.toml
	@$(PYTHON) -m venv $(VENV)/lock
	@$(VENV)/lock/bin/pip install --quiet pip-tools
	@$(VENV)/lock/bin/pip-compile --quiet --upgrade --extra dev --build-deps-for editable --allow-unsafe \
		--generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-trusted-host \
		--no-emit-find-links --output-file requirements.lock pyproject.toml
	@$(PYTHON) -c 'import tomllib; extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]; \
		print(*extras["spark"], *extras["postgres"], "setuptools", sep="\n")' \
		| $(VENV)/lock/bin/pip-compile --quiet --upgrade --constraint requirements.lock --allow-unsafe --generate-hashes \
		--strip-extras --no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements-extras.lock -
	@rm -rf $(VENV)/lock

lowest: | packages ## a report with the lowest versions that pyproject.toml allows, in an environment of its own
	@.ci/lowest $(PYTHON)

package: $(INSTALLED) ## wheel and sdist into dist/, built twice, compared, installed, and tried from an empty folder
	@.ci/package $(PYTHON) $(abspath $(BIN)/python)

clean: ## remove the environment and every cache; output/ stays
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

packages:
	@.ci/packages $(PYTHON) report

packages-for-tests:
	@.ci/packages $(PYTHON) test

# Made once; made anew when what is to be installed has changed.
$(INSTALLED): requirements.lock pyproject.toml | packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing into $(VENV)"
	@{ $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock \
		&& $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . ; } >$(LOG) 2>&1 \
		|| { tail -n 12 $(LOG) | $(TELL) >&2; exit 1; }
	@touch $@

# Beside the environment, which stays as users have it: PyArrow changes how pandas keeps text. PySpark comes as source.
$(EXTRAS)/installed: requirements-extras.lock $(INSTALLED)
	@echo "Installing PySpark and more into $(EXTRAS)"
	@$(PYTHON) -m venv --clear --without-pip $(EXTRAS)
	@$(BIN)/python -c 'import sysconfig; print("import site; site.addsitedir(%r)" % sysconfig.get_path("purelib"))' \
		> "$$($(EXTRAS)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/beside.pth"
	@sed -n '/^setuptools==/,$$p' requirements-extras.lock >$(EXTRAS)/builder.lock
	@for packages in $(EXTRAS)/builder.lock requirements-extras.lock; do \
		$(BIN)/python -m pip --python $(EXTRAS)/bin/python install --quiet --require-hashes --no-build-isolation \
			-r "$$packages" || exit 1; done >$(LOG) 2>&1 || { tail -n 12 $(LOG) | $(TELL) >&2; exit 1; }
	@touch $@
