--[[ yaml
doc: Does a thing.
returns: none
keys:
  link: {pattern: "l:<id>", typ: hash, type: hsah}
  links: [a, b]
  other: {type: hashes, doc: [x]}
  ? [a]
  : b
--]]
return 1
