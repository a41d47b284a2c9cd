--[[ yaml
doc: Has one parameter of a name that the generated code uses too.
keys:
  key: "one:<luascript>"
returns: string?
--]]
return KEYS[1]
