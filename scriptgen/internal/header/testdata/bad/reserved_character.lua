--[[ yaml
doc: Does a thing.
keys:
  link: @<id>
returns: none
--]]
return 1
