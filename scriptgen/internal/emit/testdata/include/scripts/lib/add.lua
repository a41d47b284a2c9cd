local function add(a, b)
  return tonumber(a) + tonumber(b)
end
