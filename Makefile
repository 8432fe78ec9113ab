# Sets up, runs, tests and measures. It keeps to GNU make 3.81, which macOS ships, and to a POSIX shell.

PORT ?= 8000
export ARTICLES PORT PYTHON
# Whoever sets it would have each of the hundreds of processes of the tests compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
LOCKS := run test bench

.PHONY: help run test lint bench translations lock browser java clean

help:
	@echo 'make run [ARTICLES=path] [PORT=8000]   index the sample articles, or those at path, and serve them'
	@echo 'make test                              check the code and run every test'
	@echo 'make lint                              check the code alone'
	@echo 'make bench                             run the benchmarks and print one table'
	@echo 'make translations                      bring the translations in step with the sentences in the code'
	@echo 'make lock                              work out the exact versions in requirements/ again'
	@echo 'make clean                             remove all that make made, but for the index in data/'
	@echo 'PYTHON=path chooses the Python (3.11 or newer); TIMBAO_INDEX=folder the index (data/index).'

# --- What people run ---------------------------------------------------------------------------------------------

run: .venv/.run
	@index="$${TIMBAO_INDEX:-data/index}"; $(INDEX_IF_CHANGED); \
	exec $(BIN)/timbao serve --index "$$index" --port "$$PORT"

test: lint browser java
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: .venv/.test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

bench: .venv/.bench
	$(BIN)/python -m tests.bench

translations: .venv/.test
	$(BIN)/python -m tests.web.catalog

clean:
	rm -rf .venv build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find index search web tests -name __pycache__ -prune -exec rm -rf {} +

# Beside the index lies a note of what it was made from: the articles, their files' sizes, and the generation.
# The index is made again when the articles, or the indexer, have changed since; and one that was not made here, or was
# updated, is never replaced without being asked.
describe = echo "$$articles"; find -H "$$articles" -type f -exec wc -c {} + | LC_ALL=C sort
INDEX_IF_CHANGED = note="$$index.made-from"; articles="$${ARTICLES:-index/samples}"; \
	if [ ! -e "$$articles" ]; then echo "There are no articles at $$articles: set ARTICLES=path." >&2; exit 1; \
	elif [ -z "$$ARTICLES" ] && [ -e "$$index/current" ] \
		&& { [ "$$(head -n 1 "$$note" 2>/dev/null)" != "$$articles" ] \
			|| [ "$$(tail -n 1 "$$note")" != "$$(cat "$$index/current")" ]; }; then \
		echo "Keeping the index in $$index; make run ARTICLES=$$articles replaces it by the samples."; \
	elif [ -e "$$note" ] && [ -e "$$index/current" ] && [ "$$($(describe))" = "$$(sed '$$d' "$$note")" ] \
		&& [ -z "$$(find -H "$$articles" -type f -newer "$$note"; find index -name '*.py' -newer "$$note")" ]; then :; \
	else \
		$(BIN)/timbao rebuild "$$articles" --index "$$index" \
			&& { $(describe); cat "$$index/current"; } > "$$note" || exit 1; \
	fi

# --- Setting up --------------------------------------------------------------------------------------------------

root := [ "$$(id -u)" = 0 ] && command -v apt-get
apt_install = apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends
version = "$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'

# An environment is made anew where there is none, its Python is gone, or the checkout was moved or copied.
place := $(shell $(BIN)/python -c 'print(open(".venv/.place").read())' 2>/dev/null)
ifneq "$(place)" "$(CURDIR)"
.PHONY: .venv/.place
endif

# A name on the path is not enough: a version manager's stand-ins are there for Pythons that are not.
.venv/.place:
	@if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; else set -- python3.13 python3.12 python3.11 python3.14 python3; fi; \
	for python in "$$@" ''; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Python 3.11 or newer was not found: install it, or name it with make PYTHON=path." >&2; exit 1; \
	fi; \
	has_venv='import ensurepip, venv'; \
	if ! "$$python" -c "$$has_venv" 2>/dev/null && $(root) >/dev/null; then \
		{ $(apt_install) "python$$($(version))-venv"; } >/dev/null 2>&1; \
	fi; \
	if ! "$$python" -c "$$has_venv" 2>/dev/null; then \
		echo "Python's venv module is missing: install the package python$$($(version))-venv and try again." >&2; exit 1; \
	fi; \
	echo "Making an environment of Python $$($(version)) in .venv"; \
	rm -rf .venv && "$$python" -m venv .venv && pwd -P > $@ \
	|| { echo "The environment could not be made in .venv: is the disk full or the folder not yours?" >&2; exit 1; }

$(LOCKS:%=.venv/.%): .venv/.%: requirements/%.txt pyproject.toml .venv/.place
	@echo "Installing what $< lists"; \
	{ $(BIN)/python -m pip install --require-hashes --no-deps -r $< \
	&& $(BIN)/python -m pip install --no-deps --no-build-isolation -e . ; } > .venv/setup.log 2>&1 \
	|| { echo "Installing failed: $$(sed -n 's/^ERROR: //p' .venv/setup.log | tail -n 1) (more in .venv/setup.log)" >&2; exit 1; }
	@touch $@

# Browser tests drive the Chromium that is here, else Debian's, else the one that Playwright fetches. Debian's without
# windows goes first: with it they take half as long.
browser: .venv/.test
	@has() { $(BIN)/python -m tests.browser.chromium >/dev/null 2>&1; }; \
	quick() { [ -n "$$CHROMIUM" ] || command -v chromium-headless-shell || ! { $(root); }; }; \
	{ has && quick >/dev/null; } || { \
		echo "Installing Chromium for the browser tests"; \
		{ { $(root) && $(apt_install) chromium-headless-shell fonts-noto-core && has; } || has \
			|| { $(root) && $(apt_install) chromium fonts-noto-core && has; } \
			|| $(BIN)/python -m playwright install chromium; } > .venv/chromium.log 2>&1; \
		has || { echo "Chromium could not be installed (see .venv/chromium.log): install it yourself and try again." >&2; exit 1; }; \
	}

# The checker of HTML runs on Java. Where there is none, that test is left out, and says so.
java: .venv/.test
	@has() { java -version >/dev/null 2>&1; }; \
	has || { \
		echo "Installing Java for the checker of HTML"; \
		{ $(root) && $(apt_install) default-jre-headless && has; } > .venv/java.log 2>&1 \
		|| echo "Java could not be installed, so no page is validated: install a Java runtime, 17 or newer." >&2; \
	}

# Versions already in the files are kept while they fit; to take the newest, delete the files first.
COMPILE = $(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --quiet

lock: .venv/.place
	$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	$(COMPILE) --extra evaluate -o requirements/run.txt
	$(COMPILE) --extra test -c requirements/run.txt -o requirements/test.txt
	$(COMPILE) --extra bench --extra evaluate -c requirements/test.txt -o requirements/bench.txt
