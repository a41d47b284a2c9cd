--[[ yaml
doc: Has a parameter of its own name.
keys:
  uid: "uid:<uid>"
returns: string
--]]
return KEYS[1]
