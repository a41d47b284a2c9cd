--[[ yaml
doc: Says hello.
returns: string
--]]
return 'hello'
