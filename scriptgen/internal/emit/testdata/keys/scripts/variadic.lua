--[[ yaml
doc: Answers with its keys.
keys:
  queue: "q:{<queue>}"
  task: "q:{<queue>}:t:<id...>"
returns: "[]string"
--]]
return KEYS
