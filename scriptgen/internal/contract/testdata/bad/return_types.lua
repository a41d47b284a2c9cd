--[[ yaml
doc: Does a thing.
returns: {a: none, b: any?, c: none?, d: map[bool]int, e: []none, f: {}, 1x: int, user_id: int, userId: int}
--]]
return 1
