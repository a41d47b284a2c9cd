--[[ yaml
doc: |
  Does a thing.
  And more.
retruns: int
args:
  a: int
  a: int
returns: none
--]]
return 1
