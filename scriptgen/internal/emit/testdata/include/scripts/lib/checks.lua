local function check(x)
  if tonumber(x) < 0 then
    error("negative")
  end
end