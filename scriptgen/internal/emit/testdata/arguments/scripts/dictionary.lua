--[[ yaml
doc: Answers with its arguments, a map in turn key and value.
args:
  prefix: string
  scores: "map[string]float"
returns: "[]string"
--]]
return ARGV
