--- Tools for packetdrill scripts (.pkt); see :help pkt.
local M = {}

---@class pkt.Options
---@field cmd? string the program; "pkt" on the PATH without it
---@field trusted? boolean whether the code lens may run scripts; :PktRun always does
---@field definitions? table<string, string> as with -D NAME=VALUE
---@field inlay_hints? { time?: boolean, state?: boolean, outstanding?: boolean }
---@field code_lens? boolean
---@field run? { command?: string[], arguments?: string[] } what stands before and behind `pkt run`
---@field lsp? boolean false leaves the language server to the user

M.options = { ---@type pkt.Options
  cmd = "pkt",
  trusted = false,
  definitions = {},
  inlay_hints = { time = true, state = true, outstanding = true },
  code_lens = true,
  run = { command = {}, arguments = {} },
  lsp = true,
}

--- Takes the options, and starts the language server for scripts, in every
--- version of Neovim from 0.10.
---@param options? pkt.Options
function M.setup(options)
  M.options = vim.tbl_deep_extend("force", M.options, options or {})
  if not M.options.lsp then
    return
  end
  local client = require("pkt.client")
  if vim.lsp.enable then
    vim.lsp.config("pkt", client.configuration())
    vim.lsp.enable("pkt")
    return
  end
  vim.api.nvim_create_autocmd("FileType", {
    group = vim.api.nvim_create_augroup("pkt", {}),
    pattern = "pkt",
    callback = function(event)
      client.start(event.buf)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == "pkt" then
      client.start(buffer)
    end
  end
end

return M
