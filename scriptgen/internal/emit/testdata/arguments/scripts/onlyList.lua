--[[ yaml
doc: Answers with its arguments, which are one list of optional texts.
args:
  texts: {type: "[]string?", doc: "the texts, nil for none"}
returns: "[]string"
--]]
return ARGV
