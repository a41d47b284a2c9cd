package redisenv

// SERVER_SOURCES is a folder with what the servers publish about their commands: redis-7.0.15/src/commands/*.json,
// valkey-8.1.7/src/commands/*.json and so on (for example from `git archive 7.0.15 src/commands`), and
// redis-docs-8.10/data/commands_core.json from Redis's documentation for releases that publish nothing else.
//
//go:generate go run ./gencommands -from=$SERVER_SOURCES -out=commands_gen.go
