-- The commands of a script's buffer, for Neovim.
local function command(name, action, options)
  vim.api.nvim_buf_create_user_command(0, name, action, options)
end

command("PktRun", function(given)
  require("pkt.run").run(0, given.fargs)
end, { nargs = "*", desc = "run this script" })
command("PktStop", function()
  require("pkt.run").stop(0)
end, { desc = "stop the run of this script" })
command("PktAccept", function(given)
  require("pkt.run").accept(0, given.fargs)
end, { nargs = "*", desc = "let this script expect what the stack does" })
command("PktFmt", function()
  require("pkt.format").format(0)
end, { desc = "format this script" })

vim.b.undo_ftplugin = (vim.b.undo_ftplugin or "")
  .. "\n delcommand -buffer PktRun | delcommand -buffer PktStop"
  .. " | delcommand -buffer PktAccept | delcommand -buffer PktFmt"
