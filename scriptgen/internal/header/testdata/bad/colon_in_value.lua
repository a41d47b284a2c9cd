--[[ yaml
doc: Links a user: the pod is replaced.
returns: none
--]]
return 1
