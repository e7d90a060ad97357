--- The language server: how it is started, and with what settings.
local M = {}

local markers = { "pkt.toml", ".git" }

local function settings()
  local options = require("pkt").options
  return {
    trusted = options.trusted,
    -- An empty table would be a list in JSON.
    definitions = next(options.definitions) and options.definitions or vim.empty_dict(),
    inlayHints = options.inlay_hints,
    codeLens = options.code_lens,
    run = options.run,
  }
end

--- The configuration of Neovim 0.11's vim.lsp.config.
function M.configuration()
  return {
    cmd = { require("pkt").options.cmd, "lsp" },
    filetypes = { "pkt" },
    root_markers = markers,
    get_language_id = function()
      return "packetdrill"
    end,
    init_options = settings(),
    settings = { pkt = settings() },
  }
end

--- Starts the server for a buffer, or attaches it to the one that runs.
---@param buffer integer
function M.start(buffer)
  local configuration = M.configuration()
  if vim.fn.executable(configuration.cmd[1]) == 0 then
    vim.notify_once(
      ("pkt: the program %s was not found; :checkhealth pkt tells more"):format(configuration.cmd[1]),
      vim.log.levels.WARN
    )
    return
  end
  configuration.name = "pkt"
  configuration.root_dir = vim.fs.root(buffer, markers) or vim.fs.dirname(vim.api.nvim_buf_get_name(buffer))
  vim.lsp.start(configuration, { bufnr = buffer })
end

return M
