--[[ yaml
doc: Holds bytes that no Go source may hold.
returns: bytes
--]]
-- ï»¿ bom, â€‹ zero width,  control, cafÃ©
return "ÿþ`\0"
