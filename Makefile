# Two commands do everything on a machine with Python 3.11 and pip: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/bin/uv

.PHONY: serve test demo clean lock
.DEFAULT_GOAL := test

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(UV) pip sync --quiet --python $(VENV)/bin/python --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(VENV)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

lock: requirements/runtime.in requirements/dev.in
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements/dev.txt requirements/dev.in
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/dev.txt -o requirements/runtime.txt requirements/runtime.in
