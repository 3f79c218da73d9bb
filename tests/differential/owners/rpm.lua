-- rpm's own comparison, as its macros have it.
local signs = { [-1] = "<", [0] = "=", [1] = ">" }
for line in io.lines() do
	local a, b = line:match("^(.*)\t(.*)$")
	local fine, order = pcall(rpm.vercmp, a, b)
	io.stdout:write(fine and signs[order] or "?", "\n")
end
