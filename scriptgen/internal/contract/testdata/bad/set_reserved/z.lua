--[[ yaml
doc: Does a thing.
returns: none
keys: {a: 'x:<aB>:<a_b>'}
touches: {t: 'y:<cD>:<c_d>'}
--]]
return 1
