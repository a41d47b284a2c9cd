--[[ yaml
doc: Answers with PONG.
returns: string
--]]
return 'PONG'
