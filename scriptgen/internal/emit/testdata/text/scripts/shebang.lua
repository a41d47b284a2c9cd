#!lua flags=no-writes
--[[ yaml
doc: StatusOf is a doc that names its method first.
name: StatusOf
readonly: true
returns: int
--]]
return 7
