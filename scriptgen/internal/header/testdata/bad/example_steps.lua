--[[ yaml
doc: Does a thing.
returns: int
examples:
  - given:
      - GET a => 5
      - SET a "open
      - SET a 'x'y
      - ''
      - after: 61
      - {after: -1s}
      - {wait: 5s}
      - SET: a
    then:
      - GET a =>
      - GET a => [1, 2
      - GET a => *b
      - HGETALL a => {x: 1, x: 2}
      - SET a "b # c"
      - SET a 'b #c'
      - GET a => #b
--]]
return 1
