--[[ yaml
doc: Adds two numbers with a shared function.
args:
  a: int
  b: int
include:
  - lib/add.lua
  - lib/checks.lua
returns: int
--]]
check(ARGV[1])
check(ARGV[2])
return add(ARGV[1], ARGV[2])
