--[[ yaml
doc: Has one parameter of a name that the generated code uses too.
keys:
  key: "one:<b>"
returns: string?
--]]
return KEYS[1]
