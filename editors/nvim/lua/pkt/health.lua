--- :checkhealth pkt
local M = {}

local health = vim.health

local function check_program()
  local program = require("pkt").options.cmd
  if vim.fn.executable(program) == 0 then
    health.error(("the program %s was not found"):format(program), {
      "install it: go install github.com/pktlang/pkt/cmd/pkt@latest",
      'or name it: require("pkt").setup({ cmd = "/path/to/pkt" })',
    })
    return false
  end
  local done = vim.system({ program, "version" }, { text = true }):wait(10000)
  if done.code ~= 0 then
    health.error(("%s version failed: %s"):format(program, vim.trim(done.stderr or "")))
    return false
  end
  health.ok(("%s: %s"):format(vim.fn.exepath(program), vim.trim(done.stdout)))
  return true
end

local function check_server()
  local clients = vim.lsp.get_clients({ name = "pkt" })
  if #clients == 0 then
    health.info("no language server runs; it starts with the first script, after vim.lsp.enable('pkt') or setup()")
  end
  for _, client in ipairs(clients) do
    local info = client.server_info or {}
    health.ok(("language server %s %s, root %s"):format(
      info.name or "pkt",
      info.version or "",
      client.config.root_dir or "none"
    ))
  end
end

local function check_running()
  if vim.uv.os_uname().sysname ~= "Linux" then
    return health.info("scripts run on Linux only; all the rest works here")
  end
  local command = require("pkt").options.run.command or {}
  if #command > 0 then
    return health.info("scripts run by " .. table.concat(command, " "))
  end
  local tun = "/dev/net/tun"
  if not vim.uv.fs_stat(tun) then
    health.warn(("scripts cannot run: there is no %s"):format(tun), { "load the driver: modprobe tun" })
  elseif not vim.uv.fs_access(tun, "RW") then
    health.warn(("scripts cannot run: this user may not open %s"):format(tun), {
      'run them as root: require("pkt").setup({ run = { command = { "sudo", "-n" } } })',
    })
  else
    health.ok(("scripts can run: %s can be opened"):format(tun))
  end
end

function M.check()
  health.start("pkt")
  if vim.fn.has("nvim-0.10") == 0 then
    health.error("Neovim 0.10 or newer is needed")
    return
  end
  if check_program() then
    check_server()
    check_running()
  end
end

return M
