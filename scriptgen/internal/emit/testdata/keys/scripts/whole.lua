--[[ yaml
doc: Answers with its key, given whole by the caller.
keys:
  target:
returns: "[]string"
--]]
return KEYS
