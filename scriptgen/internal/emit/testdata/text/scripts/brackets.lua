--[==[ yaml
doc: Its brackets are of a higher level, so that it may say ]] and --]].
returns: int
]==]
return 1