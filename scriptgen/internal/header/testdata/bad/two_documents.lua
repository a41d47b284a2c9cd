--[[ yaml
doc: Does a thing.
returns: none
---
doc: Another.
--]]
return 1
