--[[ yaml
doc: one argument
args:
  a: string
returns: any
--]]
if ARGV[2] then --- want "ARGV\\[2\\] is always nil: the header declares 1 argument" hint: "under args"
  return ARGV[1]
end
return tonumber(ARGV[0]) --- want "ARGV begins at 1"
------
--[[ yaml
doc: a list
args:
  a: string
  rest: "[]string"
returns: any
--]]
return { ARGV[1], ARGV[2], ARGV[99] }
