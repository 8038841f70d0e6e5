# The commands of the project. `make` alone lists them.
SHELL := /bin/sh
ZHICHAN := .venv/bin/zhichan
PORT ?= 8000

.PHONY: help run setup setup-dev check test bench lock screenshots clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup ## Start the product with the demo district on 127.0.0.1:$(PORT)
	@$(ZHICHAN) serve --demo --port $(PORT)

setup: .stamps/run ## Make .venv/bin/zhichan: packages, assets, languages

setup-dev: .stamps/dev ## The same with the packages of the tests

.stamps/run: requirements.lock pyproject.toml package-lock.json tools/setup.sh tools/assets.py $(shell find src/zhichan/locale -name '*.po' 2>/dev/null) $(shell find src/zhichan -name '*.html' 2>/dev/null)
	@sh tools/setup.sh requirements.lock
	@mkdir -p .stamps && touch $@

.stamps/dev: .stamps/run requirements-dev.lock
	@sh tools/setup.sh requirements-dev.lock
	@mkdir -p .stamps && touch $@ .stamps/run

check: setup-dev ## Lint, types, import contracts, migrations, translations
	@.venv/bin/python tools/check.py

test: setup-dev ## The whole suite: SQLite, PostgreSQL, Chromium
	@sh tools/system_packages.sh
	@.venv/bin/python tools/run_tests.py

bench: setup-dev ## Measure the promises; writes docs/benchmarks/
	@.venv/bin/python tools/bench.py

lock: setup-dev ## Resolve the lock files anew, with hashes
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes pyproject.toml tools/build.in -o requirements.lock
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --extra dev pyproject.toml tools/build.in -o requirements-dev.lock

screenshots: setup-dev ## Take the pictures of the guides from the running product
	@.venv/bin/python tools/screenshots.py

clean: ## Remove what set-up made; state in var/ stays
	@rm -rf .venv .stamps node_modules src/zhichan/web/static/vendor src/zhichan/web/icons src/zhichan/core/documents/fonts
