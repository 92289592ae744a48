# Fanfold. Two commands matter: `make demo` and `make test`.
# Needs python3 (3.11 or newer), pip and make; nothing else, and not root.

PY ?= python3
V := .venv
BIN := $(V)/bin
PIP := $(PY) -m pip --python $(BIN)/python install -q --disable-pip-version-check --require-hashes
DEMO ?= .demo
ADDRESS ?= 127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help demo test lint unit e2e bench bench-large nightly lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' Makefile | sort

# python3 -m venv lacks ensurepip on a bare Debian, and pip refuses the system
# (PEP 668): so a venv without pip, filled by the system's pip from outside.
$(BIN)/python:
	$(PY) -m venv --without-pip $(V)
	@# The project itself: a path file, so that no build backend is fetched.
	@echo "$(CURDIR)/src" > $$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/fanfold.pth
	@printf '#!/bin/sh\nexec "%s" -m fanfold "$$@"\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/fanfold
	@chmod +x $(BIN)/fanfold

$(V)/run.ok: requirements.lock | $(BIN)/python
	$(PIP) -r requirements.lock
	@touch $@

$(V)/dev.ok: requirements-dev.lock $(V)/run.ok
	$(PIP) -r requirements-dev.lock
	@touch $@

$(V)/e2e.ok: requirements-e2e.lock $(V)/dev.ok
	$(PIP) -r requirements-e2e.lock
	@touch $@

demo: $(V)/run.ok  ## set up, import examples/, print the address, serve on 127.0.0.1:8000
	@test -f $(DEMO)/fanfold.toml || $(BIN)/fanfold init $(DEMO) --name "The Example Shelf" --stage shown --audience all
	$(BIN)/fanfold import examples --archive $(DEMO) --commit --yes
	$(BIN)/fanfold serve --archive $(DEMO) --address $(ADDRESS)

test: lint unit  ## lint, types, layers and every test that needs no browser

lint: $(V)/dev.ok  ## ruff, mypy, import-linter
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(V)/dev.ok  ## pytest, archive tests on SQLite and, where a server answers, on PostgreSQL
	$(BIN)/python -m pytest -n auto -m "not browser and not nightly"
	$(BIN)/python -m pytest -n auto -m "archive and not browser and not nightly" --database postgresql -q

e2e: $(V)/e2e.ok  ## browser tests; says so and stops where there is no Chromium
	$(BIN)/python -m pytest -m browser tests/e2e

bench: $(V)/dev.ok  ## benchmarks with peers and limits in the same run
	$(BIN)/python -m benchmarks

bench-large: $(V)/dev.ok  ## the same at 1 M works; by hand
	$(BIN)/python -m benchmarks --large

nightly: $(V)/dev.ok  ## the slow exhaustive tests
	$(BIN)/python -m pytest -n auto -m nightly

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q
lock:  ## write the hash-locked requirements anew (needs uv)
	$(LOCK) -o requirements-core.lock
	$(LOCK) --extra archive --extra postgres -o requirements.lock
	$(LOCK) --extra archive --extra postgres --group dev -o requirements-dev.lock
	$(LOCK) --extra archive --extra postgres --group dev --group e2e -o requirements-e2e.lock

clean:  ## remove what make made; never an archive outside $(DEMO)
	rm -rf $(V) $(DEMO) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
