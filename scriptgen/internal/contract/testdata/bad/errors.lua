--[[ yaml
doc: Does a thing.
returns: none
errors:
  outOfStock: none left
  '!': bang
  ERR: any
  NOSCRIPT: gone
  MISSING: it is not there
--]]
return 1
