--[[ yaml
--]]
return 1
