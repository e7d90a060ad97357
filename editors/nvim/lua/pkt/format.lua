--- Formatting by `pkt fmt`, without a language server: :PktFmt.
local M = {}

--- Formats a buffer; only the lines that differ are replaced, so that marks,
--- folds and the cursor stay.
---@param buffer integer
function M.format(buffer)
  local options = require("pkt").options
  local name = vim.api.nvim_buf_get_name(buffer)
  local before = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n") .. "\n"
  local command = { options.cmd, "fmt", "-" }
  if name ~= "" then
    -- Its .editorconfig may say how scripts look.
    table.insert(command, 3, "--stdin-filename=" .. name)
  end
  local done = vim.system(command, { stdin = before, text = true }):wait(10000)
  if done.code ~= 0 then
    vim.notify("pkt: " .. vim.trim(done.stderr or ""), vim.log.levels.ERROR)
    return
  end
  local after = vim.split(done.stdout:gsub("\n$", ""), "\n", { plain = true })
  local hunks = vim.diff(before, done.stdout, { result_type = "indices" }) --[[@as integer[][] ]]
  for i = #hunks, 1, -1 do
    local start, count, new_start, new_count = unpack(hunks[i])
    -- Where nothing is replaced, the place is the line before.
    local first = count == 0 and start or start - 1
    vim.api.nvim_buf_set_lines(buffer, first, first + count, true, vim.list_slice(after, new_start, new_start + new_count - 1))
  end
end

return M
