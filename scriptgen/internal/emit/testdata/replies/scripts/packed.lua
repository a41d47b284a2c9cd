--[[ yaml
doc: Returns its argument as MessagePack.
args:
  value: bytes
returns: msgpack(github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game.Player)
--]]
return ARGV[1]
