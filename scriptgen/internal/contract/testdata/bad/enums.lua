--[[ yaml
doc: Does a thing.
args:
  a: enum()
  b: enum
  c: enum(a,,b)
  d: enum(a,b,a)
  e: enum(+,-)
  f: enum(in-progress,in_progress)
returns: enum(a)
--]]
return 1
