--[[ yaml
doc: Does a thing.
returns: none
errors: {OUT_OF: a, OUTOF: b, OUT__OF: c}
--]]
return 1
