# Two commands do all the set-up: "make demo" runs the main job on a sample article, "make test" passes the tests.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
ARTICLE = es/faro-de-puerto-claro.txt

.PHONY: demo test slow desktop lint docs clean

demo: $(VENV)/.product
	$(BIN)/translate-flow merge $(ARTICLE) --to en
	@echo
	@cat published/en/$(ARTICLE)

test: $(VENV)/.tests
	$(BIN)/python -m pytest -n 2

# Tests that drive other programs and a browser, and one quick pass of the benchmarks.
slow: $(VENV)/.slow
	$(BIN)/python -m pytest -m "interop or browser or server or bench"

# Tests that drive the windows of Lokalize, Poedit and gtranslator. They can fail for reasons outside this project, so
# no change is judged by them.
desktop: $(VENV)/.tests
	tests/interop/setup.sh --desktop
	$(BIN)/python -m pytest -m desktop

# What the XLIFF committee's test suites say: make conformance SUITE="FOLDER FOLDER"
conformance: $(VENV)/.product
	$(BIN)/python benchmarks/conformance.py --suite $(SUITE) -o docs/conformance.md

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

$(VENV)/.product: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.product
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@

$(VENV)/.slow: $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test,slow-tests]"
	@touch $@

$(VENV)/.dev: $(VENV)/.tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) .venv-ci published site .mypy_cache .ruff_cache .pytest_cache .hypothesis
