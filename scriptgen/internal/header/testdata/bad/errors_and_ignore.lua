--[[ yaml
doc: Does a thing.
returns: none
errors:
  MISSING:
  GONE: ''
ignore:
  cross-slot:
  unpack-limit: '  '
--]]
return 1
