package check

// This file documents the checks of headers. Their findings come from the packages header and
// contract, while they read; an ignore in vain is found here, by Run.

var headerCheck = &Check{
	Name: "header",
	Doc:  "a header that is not what the reference describes",
	Why: `
The header is the script's contract: everything that is generated and checked follows from it. So a
field that is unknown, missing, given twice or of the wrong shape is an error, at its line and column.
An ignore that silences nothing is reported too, so that it does not outlive its reason.`,
	Bad: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<page>
returns: int
readonley: false
--]]
return redis.call('INCR', KEYS[1])`,
	Message: `unknown field "readonley"`,
	Good: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<page>
returns: int
--]]
return redis.call('INCR', KEYS[1])`,
}

var patternCheck = &Check{
	Name: "pattern",
	Doc:  "a key pattern that cannot be read or cannot be read back",
	Why: `
A key made from a pattern must tell which values it was made from: otherwise two users share one key.
Text that ends each value makes sure of that, so two placeholders need text between them.`,
	Bad: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<site><page>
returns: int
--]]
return redis.call('INCR', KEYS[1])`,
	Message: `nothing separates <page> from the placeholder before it, so a key could be read in two ways`,
	Good: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<site>:<page>
returns: int
--]]
return redis.call('INCR', KEYS[1])`,
}

var typeCheck = &Check{
	Name: "type",
	Doc:  "a type that does not exist, or cannot be used there",
	Why: `
Types say how a value goes over the wire and comes back. The reference lists them.`,
	Bad: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<page>
returns: integer
--]]
return redis.call('INCR', KEYS[1])`,
	Message: `unknown type "integer"`,
	Good: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<page>
returns: int
--]]
return redis.call('INCR', KEYS[1])`,
}
