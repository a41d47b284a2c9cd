--[[ yaml
doc: Has line ends of two bytes.
returns: string
--]]
local s = [[a
b]]
return s
