--[[ yaml
doc: Reads a[b[1]], and more.
returns: int
--]]
return 1
