--[[ yaml
doc: |
  Answers with `x`, and says so at a length that no line of a Go comment has, so that the generator has to wrap it somewhere.

  - an item of a list that is much too long for one line, and that goes on and on until it is wrapped as well, twice

      redis.call('GET', KEYS[1]) -- code stays as it is, however long the line is, because code cannot be wrapped
returns: string
--]]
-- a `quoted` word
return '`x`'
