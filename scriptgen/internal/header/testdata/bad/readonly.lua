--[[ yaml
doc: Does a thing.
returns: none
readonly: yes please
--]]
return 1
