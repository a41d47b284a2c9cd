--[[ yaml
doc: Does a thing.
returns: none
keys:
  1st: 'x'
  link: 'y'
args:
  user id: string
  user_id: string
  userId: string
  größe: int
touches:
  link: 'z'
  'a b': 'x'
--]]
return 1
