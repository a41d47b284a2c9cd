--[[ yaml
doc: Needs what miniredis does not have.
keys: {k: "m:{<id>}"}
returns: any
examples:
  - doc: a library
    call: {id: pack}
    returns: x
  - doc: a command
    given:
      - JSON.SET m:{x} $ 1
    call: {id: x}
--]]
if KEYS[1] == 'm:{pack}' then
  return cmsgpack.unpack(cmsgpack.pack('x'))
end
return 1
