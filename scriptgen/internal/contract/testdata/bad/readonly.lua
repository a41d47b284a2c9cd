#!lua flags=allow-stale
--[[ yaml
doc: Does a thing.
returns: none
readonly: true
--]]
return 1
