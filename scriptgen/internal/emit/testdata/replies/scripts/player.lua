--[[ yaml
doc: Returns its argument as the caller's own type.
args:
  value: string
returns: json(github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game.Player)?
--]]
if ARGV[1] == '' then
  return false
end
return ARGV[1]
