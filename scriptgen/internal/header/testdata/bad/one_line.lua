--[[ yaml {doc: Does a thing., returns: int} ]]
local t = {{1}, {2}}
return t[t[1][1]][1]
