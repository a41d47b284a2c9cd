--[[ yaml
keys:
  link: l:<id>
--]]
return 1
