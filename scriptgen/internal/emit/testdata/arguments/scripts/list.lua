--[[ yaml
doc: Answers with its arguments, a list of any length behind the first.
args:
  first: string
  rest: "[]int"
returns: "[]string"
--]]
return ARGV
