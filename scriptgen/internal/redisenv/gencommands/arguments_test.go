package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestArgumentsOf(t *testing.T) {
	for metadata, want := range map[string]string{
		`{"arity": -3, "arguments": [{"name": "key"}, {"name": "seconds"}, {"name": "condition", "optional": true}]}`: "key seconds",
		`{"arity": 3, "container": "X", "arguments": [{"name": "ID"}]}`:                                               "id",
		`{"arity": -4, "arguments": [{"token": "STREAMS", "type": "block", "arguments": [
			{"name": "key", "multiple": true}, {"name": "ID", "multiple": true}]}]}`: "STREAMS key id",
		`{"arity": -4, "arguments": [{"name": "key"}, {"name": "by", "type": "oneof", "arguments": [
			{"type": "block", "arguments": [{"token": "BOX", "name": "width"}, {"name": "height"}]},
			{"token": "circle", "name": "radius"}]}]}`: "key CIRCLE radius",
		`{"arity": 2, "arguments": [{"name": "where", "type": "oneof", "arguments": [
			{"token": "LEFT", "type": "pure-token"}, {"token": "RIGHT", "type": "pure-token"}]}]}`: "where",
		`{"arity": 2, "arguments": [{"token": "ALL", "type": "pure-token"}]}`:    "ALL",
		`{"arity": -4, "arguments": [{"name": "subcommand", "optional": true}]}`: "",
		`{"arity": 1}`: "",
	} {
		var c rawCommand
		require.NoError(t, json.Unmarshal([]byte(metadata), &c), metadata)
		assert.Equal(t, want, argumentsOf(c), metadata)
	}
}
