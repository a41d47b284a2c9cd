--[[ yaml
doc: Does a thing.
args: {kind: 'enum(params,x)'}
returns: none
--]]
return 1
