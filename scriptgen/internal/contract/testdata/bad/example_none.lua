--[[ yaml
doc: Does a thing.
returns: none
errors: {MISSING: it is not there}
examples:
  - returns: 1
  - returns: null
  - fails: MISING
  - fails: WRONGTYPE
--]]
return 1
