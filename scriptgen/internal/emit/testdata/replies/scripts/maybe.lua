--[[ yaml
doc: Returns its argument, or nil when it is empty.
args:
  value: {type: string, doc: the text to answer with}
returns: int?
--]]
if ARGV[1] == '' then
  return false
end
return ARGV[1]
