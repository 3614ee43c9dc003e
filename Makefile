# Every command sets up what it needs: Python >= 3.11 and make are all that must be there.
# `make PYTHON=python3.13 test` chooses an interpreter, `make PYTEST_ARGS='-k tanh -x' test` passes options on.

PYTHON      ?= python3
PYTEST_ARGS ?=
WORKERS     ?= auto

VENV   := .venv
BENCH  := .venv-bench
ORACLE := .venv-oracle
TORCH  := torch==2.13.0
MERMAID := mermaid@11.17.2 jsdom@29.1.1

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The environments are shared by the targets, and pip does not share one with itself.
.NOTPARALLEL:

PIP_FLAGS := -qq --disable-pip-version-check --no-input --root-user-action=ignore
# One thread for each test process: the processes fill the cores already.
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

.PHONY: help demo test check docs bench oracle clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

demo: $(VENV)/.core ## train a small network and show what the library does
	$(VENV)/bin/python -m autograd_lite demo

test: $(VENV)/.dev ## run the tests and the examples in the docstrings
	$(ONE_THREAD) $(VENV)/bin/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

# docs/generated goes first: the page of a name that is gone would stay.
check: $(VENV)/.dev ## lint, format, types, documentation, and pictures in the programs that show them
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	@rm -rf docs/generated
	$(VENV)/bin/sphinx-build -q -W --keep-going -j auto -b html -d docs/_build/doctrees docs docs/_build/html
	$(VENV)/bin/python -m pytest -q docs/test_pages.py
	@if ! command -v npm >/dev/null; then echo "check: no npm here, so Mermaid's own parser reads nothing"; \
	elif [ ! -d build/node/node_modules/mermaid ]; then \
	  npm install --silent --no-audit --no-fund --prefix build/node $(MERMAID) >/dev/null 2>&1 \
	    || echo "check: npm could not fetch Mermaid, so its parser reads nothing"; \
	fi
	$(VENV)/bin/python -m pytest -q -m slow tests/viz

docs: $(VENV)/.dev ## build the documentation into docs/_build/html
	$(VENV)/bin/sphinx-build -W --keep-going -j auto -b html -d docs/_build/doctrees docs docs/_build/html
	@echo "open docs/_build/html/index.html"

bench: $(BENCH)/.bench ## time the library beside PyTorch; prints ratios
	@found=0; for question in benchmarks/*.py; do \
	  [ -e "$$question" ] || continue; found=1; \
	  echo "== $$question"; $(BENCH)/bin/python "$$question"; \
	done; [ "$$found" = 1 ] || echo "bench: no files in benchmarks/ yet"

# A comparison that compares nothing must not pass: where there are test files, one at least has to have run.
oracle: ## compare with PyTorch, JAX and HIPS/autograd, in an environment of their own
	@if [ -z "$$(find tests/oracle -name 'test_*.py' -print -quit 2>/dev/null)" ]; then \
	  echo "oracle: nothing to run, tests/oracle holds no test files yet"; \
	else \
	  $(MAKE) --silent --no-print-directory $(ORACLE)/.oracle; \
	  mkdir -p build; \
	  $(ONE_THREAD) $(ORACLE)/bin/python -m pytest -n $(WORKERS) $(PYTEST_ARGS) tests/oracle 2>&1 | tee build/oracle.log; \
	  grep -qE '(^|[ ,=])[1-9][0-9]* passed' build/oracle.log \
	    || { echo "oracle: no comparison ran, all were skipped"; exit 1; }; \
	fi

clean: ## remove the environments and everything that was built
	rm -rf $(VENV) $(BENCH) $(ORACLE) build dist docs/_build docs/generated .coverage* htmlcov
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find autograd_lite tests docs -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment is made anew when its interpreter is gone, and filled again when pyproject.toml has changed.
%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python >= 3.11 is needed; $(PYTHON) is {sys.version.split()[0]}: make PYTHON=... chooses another")'
	$(PYTHON) -m venv --clear $*

$(VENV)/.core: $(VENV)/bin/python pyproject.toml
	$(VENV)/bin/pip install $(PIP_FLAGS) --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml
	$(VENV)/bin/pip install $(PIP_FLAGS) --editable '.[test,check,docs]'
	@touch $@ $(VENV)/.core

# Where pip knows a CPU build of PyTorch (2.13.0+cpu), the pin prefers it.
$(BENCH)/.bench: $(BENCH)/bin/python pyproject.toml Makefile
	$(BENCH)/bin/pip install $(PIP_FLAGS) --editable '.[scipy]' '$(TORCH)' mpmath
	@touch $@

$(ORACLE)/.oracle: $(ORACLE)/bin/python pyproject.toml Makefile
	$(ORACLE)/bin/pip install $(PIP_FLAGS) --editable '.[test]' '$(TORCH)' jax jaxlib autograd==1.9.1
	@touch $@

.SECONDARY: $(VENV)/bin/python $(BENCH)/bin/python $(ORACLE)/bin/python
