# Two commands do all the set-up on a fresh Debian 12 with Swift 6.3: `make serve` and `make test`.

SHELL := /bin/bash
PORT ?= $(or $(FRONTDESK_PORT),8080)
DATA ?= $(or $(FRONTDESK_DATA),data)
SAMPLE := corpora/harbour-lane
SWIFT_FLAGS ?=
# Debug builds of C are slow where it counts: hashing one password took six seconds.
TEST_FLAGS := -Xcc -O2 $(SWIFT_FLAGS)
# Public evaluation sets, where there are any; see CONTRIBUTING.md.
EVAL_DATA ?= ../shared/data
EVAL_SETS ?= $(SAMPLE) $(foreach set,squad2 xquad-en xquad-es xquad-de xquad-hi faquad-pt mtrag-un policyqa covid-qa cranfield \
	tatoeba sec-10q scifact followups grounding,$(wildcard $(EVAL_DATA)/$(set)))
FRONTDESK := .build/release/frontdesk

.PHONY: help setup build serve test test-slow lint bench eval fit doctor clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12

setup: ## Install system packages, fetch and verify the model, mend what is damaged (again: nothing)
	@scripts/setup.sh --verify

build: ## Build the release binary at .build/release/frontdesk
	@scripts/setup.sh
	@echo "Building (the first time takes 5 to 9 minutes on two cores) ..."
	@swift build -c release --product frontdesk $(SWIFT_FLAGS)

serve: build ## Set up, build, load the sample business and serve
	@$(FRONTDESK) ingest --data "$(DATA)" --business "Harbour Lane Veterinary Clinic" $(SAMPLE)/documents
	@exec $(FRONTDESK) serve --data "$(DATA)" --port $(PORT)

# One test at a time: several measure time-outs, and two cores are few. In two processes side by side tests met races on a
# busy machine.
test: lint ## Build and run every test, those of the pages in a browser
	@scripts/setup.sh --tests
	@swift build --build-tests $(TEST_FLAGS)
	@set -o pipefail; swift test --skip-build --no-parallel $(TEST_FLAGS) 2>&1 | tee .build/test.log \
		|| { echo; echo "What failed:"; grep -a "✘" .build/test.log; exit 1; }
	@scripts/test_pages.sh

test-slow: ## Put a real small language model through the check of generated answers, and schemathesis to the API
	@scripts/setup.sh --tests
	@scripts/test_contract.sh --examples 40
	@SWIFT_FLAGS="$(SWIFT_FLAGS)" scripts/test_slow.sh

bench: ## Measure speed and memory against peers, write docs/benchmarks.md
	@scripts/setup.sh --tests
	@SWIFT_FLAGS="$(SWIFT_FLAGS)" scripts/bench.sh

lint: ## Check the format of the sources
	@swift format lint --strict --parallel --recursive Sources Tests Benchmarks Package.swift

eval: build ## Measure answers on the sample business and the sets in EVAL_DATA, write docs/quality.md
	@python3 scripts/write_quality.py $(FRONTDESK) $(EVAL_SETS)

# The settings that Sources/Answering/Grounding/Confidence.swift's weights for multilingual-e5-small come from.
fit: build ## Fit the weights of the confidence on the sets in EVAL_DATA and print them
	@FRONTDESK_SECOND_MODEL=false $(FRONTDESK) fit $(foreach set,squad2 xquad-en xquad-es,$(EVAL_DATA)/$(set)) \
		--known $(EVAL_DATA)/policyqa $(EVAL_DATA)/mtrag-un --adversarial $(EVAL_DATA)/squad2 \
		--without lexical close contrast coverage unknown proximity --raise 0.80

doctor: ## Check every part and say how to mend it
	@if [ -x $(FRONTDESK) ]; then $(FRONTDESK) doctor --data "$(DATA)"; else scripts/setup.sh --check; fi

clean: ## Remove what was built (not models/ or data/)
	@rm -rf .build
