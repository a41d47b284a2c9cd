--[[ yaml
doc: Answers with its one key, which is always the same.
keys:
  counter: app:counter
returns: "[]string"
--]]
return KEYS
