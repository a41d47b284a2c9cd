--[[ yaml
doc: Answers with its keys.
keys:
  session: "sess:<sid...>"
returns: "[]string"
--]]
return KEYS
