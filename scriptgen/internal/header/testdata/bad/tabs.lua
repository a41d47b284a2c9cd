--[[ yaml
doc: Does a thing.
keys:
	link: l:<id>
returns: none
--]]
return 1
