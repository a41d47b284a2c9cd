package redisenv

// SERVER_SOURCES is a folder with what the servers publish about their commands, one folder for each
// release: redis-7.0.15/src/commands/*.json, valkey-8.1.7/src/commands/*.json and so on, as
// `git archive 7.0.15 src/commands` gives them, and redis-docs-8.10/data/commands_core.json of Redis's
// documentation for releases of which nothing else is published. The command writes nothing without it.
//
//go:generate go run ./gencommands -from=$SERVER_SOURCES -out=commands_gen.go
