# Two commands do all set-up by themselves: make run, make test.
PYTHON ?= python3
PORT ?= 8501
# One more than the two cores that suffice: a test that looks at a browser mostly waits. Several share the cores, so
# threads of number libraries would only wait for each other.
WORKERS ?= 3
BIN := .venv/bin

.PHONY: run share test tests style types lint bench clean

run: .venv/run
	@test -f data/workspaces/sample.duckdb || $(BIN)/python -m journey sample --workspace sample
	@echo "Desire Path: http://localhost:$(PORT)"
	@$(BIN)/streamlit run app.py --server.port $(PORT)

# The one step that goes on the network: it says what that means, and sets or keeps a host password.
share: .venv/run
	@test -f data/workspaces/sample.duckdb || $(BIN)/python -m journey sample --workspace sample
	@$(BIN)/python -m journey share --port $(PORT)

# Types are checked while the tests run: those of the browser leave a part of the processor idle.
test: .venv/dev style
	@$(BIN)/python tests/browser_setup.py
	@$(MAKE) --no-print-directory -j2 tests types

tests: .venv/dev
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: style types

style: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/dev
	@$(BIN)/mypy

bench: .venv/dev
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.answers
	@$(BIN)/python -m benchmarks.funnel
	@$(BIN)/python -m benchmarks.design_speed
	@$(BIN)/python -m benchmarks.friction_seeds
	@$(BIN)/python -m benchmarks.recovery
	@$(BIN)/python -m benchmarks.replay

# Nothing is compiled ahead: most of the libraries' files are never imported, and it takes as long as installing them.
.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; give one with make PYTHON=python3.12 ...")'
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
	@touch $@

.venv/dev: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; give one with make PYTHON=python3.12 ...")'
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $@ .venv/run

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
