--[[ yaml
doc: Answers with values of the caller's own Go types.
args:
  address: json(net/url.URL)
  time: msgpack(github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game.Player)
  player: json(github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game.Player)?
returns: "[]bytes"
--]]
return ARGV
