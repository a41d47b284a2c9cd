--[[ yaml
doc: Does a thing.
returns: none
include:
  - /etc/a.lua
  - ../lib/a.lua
  - lib/../../a.lua
  - lib\a.lua
  - a.lua
  - lib/a.txt
  - lib/a.lua
  - ./lib/a.lua
  -
  - {path: a}
--]]
return 1
