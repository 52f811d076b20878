# Tollgate. The two commands: `make run` and `make test`. Each installs what is missing first.

SWIFT ?= swift
# A target imports only what Package.swift says that it depends on.
BUILD_FLAGS = --explicit-target-dependency-import-check error
# What is measured, and what is given to others: the Swift runtime inside, and inlining across modules.
RELEASE_FLAGS = $(BUILD_FLAGS) --configuration release --static-swift-stdlib -Xswiftc -cross-module-optimization
SOURCES = Package.swift Sources Plugins Tests
VENV = .build/end-to-end
# A virtual environment does not outlive the Python that it was made with.
STALE_VENV := $(shell $(VENV)/bin/python -c "" 2>/dev/null || echo rebuild-venv)

.DEFAULT_GOAL := help
# Two Swift builds, or two installations, at once would only wait for each other's locks.
.NOTPARALLEL:
.PHONY: help run build release test lint unit-test end-to-end bench-packages bench soak format clean rebuild-venv

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: build ## Build, and start the gateway on the mock with providers.yaml
	@exec .build/debug/tollgate dev -c providers.yaml

build:
	@scripts/install-packages build
	@$(SWIFT) build $(BUILD_FLAGS) --product tollgate

test: lint unit-test end-to-end ## Run everything: format, unit tests, the built binary over real sockets

lint:
	@scripts/install-packages test
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

unit-test:
	@scripts/install-packages test
	$(SWIFT) build $(BUILD_FLAGS) --build-tests
	# One after another: tests with sockets and deadlines must not starve behind those that keep both cores busy.
	$(SWIFT) test $(BUILD_FLAGS) --skip-build --no-parallel

# Where the tests are asked for on their own, the binary may not be there yet.
end-to-end: build $(VENV)/ready
	TOLLGATE_BINARY="$(CURDIR)/.build/debug/tollgate" $(VENV)/bin/python -m pytest Tests/EndToEnd -q

$(VENV)/ready: Tests/EndToEnd/requirements.txt $(STALE_VENV)
	@scripts/install-packages test
	python3 -m venv --clear $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

release:
	@scripts/install-packages build
	@$(SWIFT) build $(RELEASE_FLAGS) --product tollgate

# First, because the release build takes long, and what is missing should be known before.
bench-packages:
	@scripts/install-packages bench

# ARGS are those of Benchmarks/run.
bench: bench-packages release ## Measure the release build beside nginx and Node (ARGS="--only known")
	@Benchmarks/run $(ARGS)

soak: bench-packages release ## Keep the release build under mixed load for an hour (SECONDS=600)
	@Benchmarks/soak $(if $(SECONDS),--seconds $(SECONDS)) $(ARGS)

format: ## Put the sources in the one format
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

clean: ## Remove what was built
	rm -rf .build
