--[[ yaml
doc: Does a thing.
returns: none
keys: {link: 'x:<id>', linkKey: 'y:<id>'}
--]]
return 1
