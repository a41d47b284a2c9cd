--[[ yaml
doc: Does a thing.
returns: none
  args: {}
--]]
return 1
