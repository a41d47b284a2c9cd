--[[ yaml
doc: Is called as the package of one of its types.
args:
  game: json(github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game.Player)
returns: json(github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game.Player)
--]]
return ARGV[1]
