--[[ yaml
doc: &d Does a thing.
args:
  a: &t int
  b: *t
  <<: {c: int}
returns: !!str none
--]]
return 1
