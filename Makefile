# yizhan 驿站. `make help` lists the targets; the work is done by scripts/.

PORT ?= 8080
LISTEN ?= 127.0.0.1:$(PORT)
FUZZTIME ?= 30s
export LISTEN FUZZTIME

.PHONY: help run build ui test test-long lint bench image clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: ## build, load the synthetic city, serve it (PORT=8080 or LISTEN=host:port)
	@scripts/run

build: ui ## build bin/yizhan with its pages
	@scripts/need go gcc
	scripts/caches go build -o bin/yizhan ./cmd/yizhan

ui: ## build the pages into static/dist
	@scripts/need node
	@scripts/ui

test: ## every test: pages, lint, Go on both stores, race, Chromium
	@scripts/test

test-long: ## rarer faults, an hour: Lighthouse, kill -9, upgrades, a soak, strangers, GIS programs, fuzz for FUZZTIME, more draws
	@scripts/test-long

lint: ## gofmt, vet, golangci-lint, linters of openapi.yaml
	@scripts/lint && scripts/spec-lint

bench: ## figures beside peers, in one run
	@scripts/bench

image: ## build the container image yizhan:latest
	docker build -t yizhan:latest .

clean: ## remove what was built and the demo's data
	rm -rf bin .run artifacts static/node_modules
	find static/dist -mindepth 1 ! -name .gitkeep -delete
