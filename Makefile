# One command each. Needs only Python 3.11 and make; Node, a browser and PostgreSQL come with the pinned packages.
PY ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
VAR := $(or $(SANGYU_VAR),var)
# All tests run in as many processes as there are processors (each has its database), the few that are asked for in one.
TOGETHER := -n logical --maxprocesses 4 --dist loadgroup
LOCKED := --universal --no-strip-extras --generate-hashes --python-version 3.11 --quiet --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-spark check bench lock format messages clean

help:       ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 18

setup: .venv/.dev $(VAR)/.vendor  ## the environment, the pinned packages, the browser-side files
	@$(BIN)/python -m sangyu messages --compile

demo: setup ## build the demonstration city and open it on 127.0.0.1:8000
	$(BIN)/sangyu demo $(ARGS)

test: setup ## all tests; make test ARGS="-k registry"
	$(BIN)/python -m pytest $(or $(ARGS),$(TOGETHER))

test-spark: setup .venv/.spark ## the tests of the cluster: the same figures on Spark; needs Java 17
	@$(BIN)/python -c "import sys; from tests.spark.cluster import java_home; sys.exit(not java_home())" || \
		{ echo "Java 17 is needed; on Debian: apt-get install openjdk-17-jre-headless" >&2; exit 1; }
	$(BIN)/python -m pytest tests/spark $(ARGS)

check: .venv/.dev ## everything that must be clean before a commit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/python -m mypy sangyu tests scripts benchmarks conftest.py manage.py
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m scripts.deploy_check
	$(BIN)/python -m sangyu messages --check
	git ls-files -z '*.html' | xargs -0 $(BIN)/djhtml --check --tabwidth 2
	git ls-files -z '*.html' | xargs -0 $(BIN)/djlint --lint --quiet
	$(BIN)/python -m scripts.house

bench: setup .venv/.bench ## the figures, as JSON
	$(BIN)/python -m benchmarks $(ARGS)

lock:       ## newest versions into the lock files (make lock ARGS=--upgrade)
	for set in runtime dev bench spark; do \
		$(BIN)/uv pip compile $(LOCKED) $(ARGS) requirements/$$set.in -o requirements/$$set.txt || exit 1; done
	$(BIN)/python -m scripts.vendor --lock

format: .venv/.dev ## Python and templates in house form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	git ls-files -z '*.html' | xargs -0 $(BIN)/djhtml --tabwidth 2

messages: .venv/.dev ## bring the Chinese catalogues up to date
	$(BIN)/python -m sangyu messages $(ARGS)

clean:      ## remove what was built (not the data in var/)
	rm -rf .venv frontend/node_modules build *.egg-info $(VAR)/vendor $(VAR)/chromium $(VAR)/.vendor $(VAR)/static \
		.mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find sangyu -name '*.mo' -delete

.venv/.dev: requirements/runtime.txt requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PY) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/runtime.txt -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

.venv/.spark: .venv/.dev requirements/spark.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --require-hashes -r requirements/spark.txt
	@touch $@

$(VAR)/.vendor: .venv/.dev frontend/package-lock.json frontend/vendor.toml sangyu/kernel/ui/icons.txt scripts/vendor.py
	$(BIN)/python -m scripts.vendor --browser
	@touch $@
