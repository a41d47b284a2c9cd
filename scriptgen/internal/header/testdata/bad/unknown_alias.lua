--[[ yaml
doc: Does a thing.
keys:
  link: *all
returns: none
--]]
return 1
