--[[ yaml
doc: Has initialisms in its names.
keys:
  http_url: "h:{<user_id>}:<apiKey>"
args:
  ttl: seconds
  p: string
  ctx: string
returns: {json_id: string, url: string}
--]]
return {ARGV[2], ARGV[3]}
