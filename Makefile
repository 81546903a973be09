# Two commands do everything on a machine with Python 3.11 and pip: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/bin/uv

# Compiled code is kept, also where the environment says otherwise: dozens of interpreters are started, and each would compile everything anew.
export PYTHONDONTWRITEBYTECODE =

.PHONY: prove sdk openapi reference sizes snapshot serve test journeys first typed demo clean lock package deploy bench mutants
.DEFAULT_GOAL := test

$(VENV)/.ready: requirements/dev.txt requirements/uv.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	@echo "Installing the pinned packages into $(VENV) (once) …"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(UV) pip sync --quiet --python $(VENV)/bin/python --require-hashes requirements/dev.txt || { echo "The packages could not be installed (see above). If one had to be built here, a C compiler is missing: install gcc and run make again."; exit 1; }
	@$(UV) pip install --quiet --python $(VENV)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

lock: requirements/runtime.in requirements/dev.in requirements/uv.in
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements/uv.txt requirements/uv.in
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements/dev.txt requirements/dev.in
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements/dev.txt -o requirements/runtime.txt requirements/runtime.in

# Lint, types, import rules beside the templates, then the tests, pure and on moto; then three shops on MiniStack share the journeys, by themselves:
# beside other work of two cores a function of theirs runs out of its time. Then the console is driven in a chromium, likewise (skipped, and said
# so, where there is none; in CI that fails). Both wait often for what takes its time, so three are the right number for two cores.
# How far tests walk that walk at random: PROOF_DEPTH=20 (tests/support/depth.py).
test: $(VENV)/.ready
	$(MAKE) -j 2 typed package
	$(MAKE) first
	$(MAKE) journeys
	$(VENV)/bin/pytest -n 3 --dist loadfile tests/browser

journeys: $(VENV)/.ready
	$(VENV)/bin/pytest -n 3 --dist loadfile --no-loadscope-reorder tests/journeys

first: $(VENV)/.ready
	$(VENV)/bin/pytest -n 2 tests/proofs tests/architecture tests/unit tests/integration

typed: $(VENV)/.ready
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

# What would be deployed: build/stacks/*.json and build/code.zip.
package: $(VENV)/.ready
	$(VENV)/bin/python -m infra.package
	$(VENV)/bin/cfn-lint build/stacks/*.json

# make deploy STAGE=prod SET="PublicBaseUrl=https://api.example.com MailFrom=shop@example.com"
# Credentials and region are those of the AWS environment variables or profile.
deploy: package
	$(VENV)/bin/python -m infra.deploy --stage "$(STAGE)" $(foreach pair,$(SET),--set "$(pair)") $(foreach one,$(PLUGINS),--plugin "$(one)")

# The whole shop on this machine: http://localhost:8000 (SHOP_PORT changes it). Ctrl-C stops it and keeps the data.
serve: $(VENV)/.ready
	@exec $(VENV)/bin/shop serve

# A purchase from the catalogue to the report, played against the running shop.
demo: $(VENV)/.ready
	@$(VENV)/bin/shop demo

# What each operation costs: DynamoDB requests and units, CPU, USD per 1,000 orders. Then cold starts, search, the race for the last units, two seeds,
# and 1,000 orders from payment to parcel without a hand (AWS_ENDPOINT_URL_DYNAMODB: benchmarks/engine.py). 100 of them on the whole shop, while
# `make serve` runs: .venv/bin/python -m benchmarks.hands_free --shop http://127.0.0.1:8000
bench: $(VENV)/.ready
	@failed=0; for name in operations paid_order cold_start risk search_bench invoice_ledger forecast detection lake reports.crossings refund_subsets "lists --orders 2000 --products 2000" "feeds 20000" "checkout_race --seeds 2 --buyers 200 --units 20" "hands_free --quick"; do \
		$(VENV)/bin/python -m benchmarks.$$name || failed=1; done; \
	$(VENV)/bin/pytest -v tests/integration/reports/lake/test_landing.py -k "killed or add_up" || failed=1; \
	PROOF_DEPTH=50 $(VENV)/bin/pytest tests/integration/orders/checkout/test_order_machine.py || failed=1; exit $$failed

# The claims of docs/proofs.md, a verdict line each: all of them, which may take hours; QUICK=1 for less than 40 minutes; CLAIM=crash for one; SEED=2.
# What was ended goes on where it was; AGAIN=1 begins anew.
prove: $(VENV)/.ready
	@nice -n 10 $(VENV)/bin/python -m proofs.run $(if $(QUICK),--quick) $(if $(AGAIN),--again) $(foreach one,$(CLAIM),--claim $(one)) --seed $(or $(SEED),1)

# Breaks the code on purpose and tells what no test notices (docs/mutants.md). ONLY=named or a module, MINUTES=30.
mutants: $(VENV)/.ready
	@nice -n 10 $(VENV)/bin/python -m benchmarks.mutants --only "$(ONLY)" --minutes "$(or $(MINUTES),30)"

# Forgets the data of the local shop and what was built; the installed packages stay.
clean:
	@test -z "$$SHOP_FOLDER" -o ! -e "$$SHOP_FOLDER" -o -e "$$SHOP_FOLDER/version.json" || { echo "$$SHOP_FOLDER is no folder of a shop: it has no version.json. Nothing is deleted."; exit 1; }
	rm -rf "$${SHOP_FOLDER:-.local}" build

# Builds the layers for AWS and writes what each function weighs with them: docs/sizes.md.
sizes: $(VENV)/.ready
	$(VENV)/bin/python -m infra.layers

# Typed clients of the contract, in Python and TypeScript (sdk/README.md).
sdk: $(VENV)/.ready
	@$(VENV)/bin/python -m infra.sdk.make

# Renews what is generated from the code: docs/endpoints.md and docs/events.md.
reference: $(VENV)/.ready
	$(VENV)/bin/python -m infra.reference

# The same, and the snapshot that breaking changes of the contract are measured by.
openapi: reference
	$(VENV)/bin/python -m functions.platform.service.contract docs/openapi.json

# What holds data and cannot be changed in place (infra/kept.json). Refuses a change that would lose it; LOSE=--allow-replacement means it.
snapshot: $(VENV)/.ready
	$(VENV)/bin/python -m infra.kept $(LOSE)
