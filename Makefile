# careworld: `make` lists what can be made.

SPEC    ?= demo
PYTHON  ?= python3

bin     := .venv/bin
dbt     := DBT_PROFILES_DIR=. $(bin)/dbt
spec_of  = --vars '{spec: $(1)}'

.DEFAULT_GOAL := help
.PHONY: help build test lint docs scorecard assumptions new-cohort cohort-report bench clean

help: ## List the commands.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 21

build: .venv/ready ## Make a world and its warehouse careworld.duckdb, then print one answer (SPEC=demo).
	$(bin)/careworld generate $(SPEC)
	$(dbt) build $(call spec_of,$(SPEC)) --exclude-resource-type unit_test
	$(bin)/careworld answer

# The unit tests and the counts come even when a test fails; the exit code remembers.
test: lint ## Check style, run the Python tests, build a small world with every test, count.
	$(bin)/pytest -n 2 --dist loadfile --no-loadscope-reorder
	$(bin)/careworld generate small
	@rm -f target/run_results.json
	$(dbt) build --target small $(call spec_of,small); status=$$?; $(bin)/python .ci/count; exit $$status

lint: .venv/ready ## Check the style of Python (ruff) and SQL (sqlfluff with the dbt templater).
	$(bin)/ruff check python tests
	DBT_TARGET_PATH=target/lint CAREWORLD_DB=:memory: $(bin)/sqlfluff lint --processes 2 models tests/dbt

docs: .venv/ready ## Write the documentation of every table, and the accuracy of cohorts: target/static_index.html.
	$(dbt) docs generate $(call spec_of,$(SPEC))
	$(bin)/careworld docs

scorecard: .venv/ready ## Compare the built warehouse with published figures; writes target/scorecard.html (SPEC=demo).
	$(bin)/careworld generate $(SPEC)
	$(dbt) build $(call spec_of,$(SPEC)) --exclude-resource-type unit_test --select +judge__scorecard
	$(bin)/careworld scorecard

assumptions: .venv/ready ## Rank the assumed numbers by how far headline figures move; writes target/assumptions.html.
	$(bin)/careworld assumptions

new-cohort: .venv/ready ## Write the files of a new cohort, with example patients to fill (NAME=, SHELF=, CONCEPT=).
	$(bin)/careworld new-cohort '$(NAME)' '$(SHELF)' $(if $(CONCEPT),--concept '$(CONCEPT)')

cohort-report: .venv/ready ## Show a built cohort as a page: target/cohort_<name>.html (NAME=diabetes).
	$(bin)/careworld cohort-report '$(NAME)'

bench: .venv/ready ## Measure people and rows per CPU-second, build seconds and peak memory, by size.
	$(bin)/careworld bench

clean: ## Remove the lake, the warehouses and what dbt wrote; the environment stays.
	rm -rf data target logs .duckdb_temp careworld.duckdb careworld.duckdb.wal careworld_small.duckdb careworld_small.duckdb.wal

# The environment, made once from a bare Python: every package at its locked version and checked by its hash.
# The lock is complete, so nothing is resolved. Modules are compiled once here: where Python may not write bytecode,
# every process would compile them again.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "careworld needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(bin)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(bin)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
