# Fanfold. Two commands matter: `make demo` and `make test`.
# Needs python3 (3.11 or newer), pip and make; nothing else, and not root.

PY ?= python3
V := .venv
BIN := $(V)/bin
PIP := $(PY) -m pip --python $(BIN)/python install -q --disable-pip-version-check --require-hashes
DEMO ?= .demo
ADDRESS ?= 127.0.0.1:8000

.DEFAULT_GOAL := help
.PHONY: help demo test lint unit core e2e e2e-again pictures bench bench-large nightly lock words clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/\1\t/p' Makefile | sort

# python3 -m venv lacks ensurepip on a bare Debian, and pip refuses the system
# (PEP 668): so a venv without pip, filled by the system's pip from outside.
$(BIN)/python:
	$(PY) -m venv --without-pip $(V)
	@# The project itself: a path file, so that no build backend is fetched.
	@echo "$(CURDIR)/src" > $$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/fanfold.pth
	@printf '#!/bin/sh\nexec "%s" -I -m fanfold "$$@"\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/fanfold
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

$(V)/bench.ok: requirements-bench.lock $(V)/dev.ok
	$(PIP) -r requirements-bench.lock
	@touch $@

demo: $(V)/run.ok  ## set up, import examples/, print the address, serve on 127.0.0.1:8000
	@test -f $(DEMO)/fanfold.toml || $(BIN)/fanfold init $(DEMO) --name "The Example Shelf" --stage shown --audience all
	@# 3: done, and a person should look. The examples hold a broken file on purpose.
	$(BIN)/fanfold import examples --archive $(DEMO) --commit --yes || test $$? -eq 3
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

CORE := .venv-core
LOWER := tests/model tests/vocab tests/text tests/keep tests/readers tests/writers tests/intake \
  tests/cli tests/test_configuration.py tests/test_examples.py
core: requirements-core-test.lock  ## the tests of layers 0-7, where Django is not installed
	test -x $(CORE)/bin/python || $(PY) -m venv --without-pip $(CORE)
	$(PY) -m pip --python $(CORE)/bin/python install -q --disable-pip-version-check --require-hashes -r requirements-core-test.lock
	@echo "$(CURDIR)/src" > $$($(CORE)/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/fanfold.pth
	! $(CORE)/bin/python -c "import django" 2>/dev/null
	$(CORE)/bin/python -m pytest -n auto -q -m "not nightly" $(LOWER)

e2e: $(V)/e2e.ok  ## browser tests; says so and stops where there is no Chromium
	$(BIN)/python -m pytest -n 2 --dist loadscope -m browser tests/e2e

e2e-again: $(V)/e2e.ok  ## the browser tests that failed last, one after the other
	$(BIN)/python -m pytest -m browser tests/e2e --last-failed --last-failed-no-failures none

pictures: $(V)/e2e.ok  ## the README's pictures anew, of what `make demo` serves meanwhile
	$(BIN)/python docs/pictures/make.py http://$(ADDRESS) "$$(command -v chromium || command -v google-chrome)"

bench: $(V)/bench.ok  ## benchmarks with peers and limits in the same run
	$(BIN)/python -m benchmarks

bench-large: $(V)/bench.ok  ## the same at the sizes of big sites; by hand
	$(BIN)/python -m benchmarks --large

nightly: $(V)/dev.ok  ## the slow exhaustive tests
	$(BIN)/python -m pytest -n auto -m nightly
	$(BIN)/python -m pytest -n auto -m "archive and nightly" --database postgresql

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q
lock:  ## write the hash-locked requirements anew (needs uv)
	$(LOCK) -o requirements-core.lock
	$(LOCK) --group core -o requirements-core-test.lock
	$(LOCK) --extra archive --extra postgres -o requirements.lock
	$(LOCK) --extra archive --extra postgres --group dev -o requirements-dev.lock
	$(LOCK) --extra archive --extra postgres --group dev --group bench -o requirements-bench.lock
	$(LOCK) --extra archive --extra postgres --group dev --group e2e -o requirements-e2e.lock

MESSAGES := src/fanfold/web/locale
words: $(V)/dev.ok  ## collect the pages' words for translation and compile them (needs gettext)
	@test -f $(DEMO)/fanfold.toml || $(BIN)/fanfold init $(DEMO)
	cd src/fanfold && FANFOLD_ARCHIVE=$(CURDIR)/$(DEMO) DJANGO_SETTINGS_MODULE=fanfold.web.settings \
	  $(CURDIR)/$(BIN)/python -m django makemessages -l de --no-location --no-wrap --no-obsolete --ignore cli
	$(BIN)/pybabel -q compile -D django -d $(MESSAGES)

clean:  ## remove what make made; never an archive outside $(DEMO)
	rm -rf $(V) $(DEMO) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
