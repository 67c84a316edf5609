# Everything a person does here. `make demo` and `make test` set up whatever they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCHES := $(addprefix benchmarks/,synthesis.py voices.py tasks.py streams.py polls.py credit.py decoding.py)
SECONDS ?= 180
HARNESS ?= ../shared/eval/evaluate.py
HARNESS_PYTHON ?= python3
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test format lint types contracts tests docs clients bench fuzz quality clean

help: ## What there is to do
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[demo,dev]'
	@touch $@

install: $(STAMP) ## Make .venv with everything pinned

demo: $(STAMP) ## Design a voice, clone a voice, speak with both: look into demo-output/
	@$(BIN)/python demo/run.py $(if $(REFERENCE),--reference "$(REFERENCE)") $(if $(TEXT),--text "$(TEXT)")

test: format lint types contracts tests docs ## The whole gate

format: $(STAMP) ## Is everything formatted?
	$(BIN)/ruff format --check .

lint: $(STAMP) ## Does anything look wrong?
	$(BIN)/ruff check .

types: $(STAMP) ## Do the types hold, strictly?
	$(BIN)/pyright

contracts: $(STAMP) ## Does everybody import only what they may?
	$(BIN)/lint-imports

tests: $(STAMP) ## Does it work?
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto --dist loadgroup

docs: $(STAMP) ## Do the generated pages match the code?
	$(BIN)/python docs/generate.py --check

clients: $(STAMP) ## Do the vendors' own programs work here? Installs them, each into a folder of its own
	$(BIN)/pytest tests/clients -m clients

bench: $(STAMP) ## Measure; prints ratios against something run beside it
	@for bench in $(BENCHES); do echo "── $$bench"; $(BIN)/python $$bench || exit 1; done

fuzz: $(STAMP) ## Throw strange bytes at what meets strangers first: make fuzz SECONDS=600
	-@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --constraint constraints.txt atheris
	@for target in url sound text words; do $(BIN)/python fuzz/run.py $$target --seconds $(SECONDS) || exit 1; done

quality: $(STAMP) ## Compare clones with their speakers: make quality HARNESS=evaluate.py HARNESS_PYTHON=…/python
	$(BIN)/python benchmarks/quality.py --harness $(HARNESS) --python $(HARNESS_PYTHON)

clean: ## Remove what the other targets made
	rm -rf $(VENV) .clients demo-output fuzz-output quality-output
