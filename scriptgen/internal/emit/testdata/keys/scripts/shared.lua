--[[ yaml
doc: Makes the same queue key as variadic.lua, and another task key.
keys:
  queue: "q:{<queue>}"
  task: "tasks:{<queue>}:<id>:<id>"
touches:
  lock: "q:{<queue>}:lock:<worker>"
returns: "[]string"
--]]
return KEYS
