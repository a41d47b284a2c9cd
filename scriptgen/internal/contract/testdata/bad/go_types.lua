--[[ yaml
doc: Does a thing.
args:
  a: json(Profile)
  b: json(game.profile)
  c: msgpack(/game.Profile)
  d: json(game.)
  e: json()
  f: json?
  g: msgpack(a b.C)
returns: json(github.com/acme/game.Profile)
--]]
return 1
