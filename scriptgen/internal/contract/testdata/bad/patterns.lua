--[[ yaml
doc: Does a thing.
returns: none
keys:
  a: 'x:<id'
  b: 'x:<>'
  c: 'x:<user id>'
  d: '<a><b>'
  e: '<a:int>5'
  f: 'x:<a:float>'
  g: 'x:<id:strng>'
  h: 'x:<c>é'
  i: "x\ty"
  j: '<1x>'
  k: 'x:<e:enum(a:b,c)>:y'
  l: 'x:<a:int?>'
  m: '<a...>:<b...>'
  n: '<id...>:<id>'
  o: ''
--]]
return 1
