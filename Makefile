# Two commands do all set-up by themselves: make run, make test.
PYTHON ?= python3
PORT ?= 8501
# One more than the two cores that suffice: a test that looks at a browser mostly waits. Several share the cores, so
# threads of number libraries would only wait for each other.
WORKERS ?= 3
BIN := .venv/bin

.PHONY: run share test lint bench clean

run: .venv/run
	@test -f data/workspaces/sample.duckdb || $(BIN)/python -m journey sample --workspace sample
	@echo "Desire Path: http://localhost:$(PORT)"
	@$(BIN)/streamlit run app.py --server.port $(PORT)

# The one step that goes on the network: it says what that means, and sets or keeps a host password.
share: .venv/run
	@test -f data/workspaces/sample.duckdb || $(BIN)/python -m journey sample --workspace sample
	@$(BIN)/python -m journey share --port $(PORT)

test: .venv/dev lint
	@$(BIN)/python tests/browser_setup.py
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: .venv/dev
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.answers
	@$(BIN)/python -m benchmarks.funnel
	@$(BIN)/python -m benchmarks.design_speed
	@$(BIN)/python -m benchmarks.friction_seeds
	@$(BIN)/python -m benchmarks.recovery
	@$(BIN)/python -m benchmarks.replay

.venv/run: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; give one with make PYTHON=python3.12 ...")'
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; give one with make PYTHON=python3.12 ...")'
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ .venv/run

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
