--[[ yaml
doc: Divides. The server writes 14 digits of what it returns, miniredis all of them.
args: {a: float, b: float}
returns: float
examples:
  - doc: fewer digits than the server writes
    call: {a: 1, b: 8}
    returns: 0.125
  - doc: more digits than the server writes
    call: {a: 1, b: 3}
    returns: 0.3333333333333333
  - doc: as many
    call: {a: 2, b: 3}
    returns: 0.66666666666667
--]]
return tostring(tonumber(ARGV[1]) / tonumber(ARGV[2]))
