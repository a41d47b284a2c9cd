--[[ yaml
doc: Returns a record.
returns:
  ok: bool
  pod: {type: int?, doc: "the pod, if there is one"}
  names: "[]string"
--]]
return {1, false, {'a', 'b'}}
