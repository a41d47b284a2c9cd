# Every target has a line "## …": `make help` prints them.
# Variables: REDIS_URL (make run), FUZZTIME (make fuzz), ROUNDS (make bench).

FUZZTIME ?= 30s
SCRIPTGEN = go run ./scriptgen

.DEFAULT_GOAL := help
.PHONY: run generate test check race cover fuzz bench help

run: generate ## show the executor at work: regenerate gen/, then run examples/stateful
	@go run ./examples/stateful

generate: ## write the Go bindings of scripts/ into gen/, and of the examples
	@$(SCRIPTGEN) generate
	@go generate ./examples/...

test: ## run every test; says so when those that need redis-server are skipped
	@command -v "$${SCRIPTBIND_REDIS_SERVER:-redis-server}" >/dev/null || \
		echo "redis-server is not installed: the tests against real servers are skipped"
	go test ./...

check: ## gofmt, vet, staticcheck, the scripts checked, generated code up to date
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
		if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck ./...
	cd bench && go vet ./... && go test ./...
	$(SCRIPTGEN) vet
	$(SCRIPTGEN) generate --check
	cd examples/quickstart && go run ../../scriptgen generate --check

race: ## run the tests of the concurrent packages under the race detector
	go test -race ./scriptgen/luascript ./executor

cover: ## statement coverage of every hand-written package
	@go test -cover ./executor ./scriptgen/... ./internal/redistest

fuzz: ## fuzz every fuzz target for FUZZTIME (30s)
	@for pkg in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

bench: ## compare with go-redis, rueidis and the bare server, and write the figures into docs (14 minutes)
	bench/run.sh
	cd bench && go run ./report && go run ./scale

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
