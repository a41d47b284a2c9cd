local x = 1
--[=[ yaml
doc: Does a thing.
returns: none
]=]
return 1
