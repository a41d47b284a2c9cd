--[[ yaml
doc: Returns rows.
returns:
  - uid: {type: string, doc: the user's id}
    score: float
    state: enum(up,down)?
--]]
return {{'u1', '1.5', 'up'}, {'u2', '2', false}}
