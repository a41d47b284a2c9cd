#!lua flags=no-writes
--[==[ YAML:
doc: Does a thing.
returns: none
]==]
return 1
