--[[ yaml
doc: Does a thing.
returns: none
include: [lib/a.lua]
--]] local x = 1
return 1
