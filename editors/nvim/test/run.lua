-- Tests of the plugin in a real Neovim:
--
--	PKT=/path/to/pkt nvim --headless --clean -S editors/nvim/test/run.lua
--
-- With PKT_RUN=1 scripts run against the kernel, too.
local here = vim.fs.dirname(vim.uv.fs_realpath(debug.getinfo(1, "S").source:sub(2)))
local plugin = vim.fs.dirname(here)
local program = vim.env.PKT or "pkt"
local patience = 20000

vim.opt.runtimepath:prepend(plugin)
vim.opt.swapfile = false
vim.cmd("filetype off | filetype plugin on | syntax on")

local folder = vim.fn.tempname()
vim.fn.mkdir(folder, "p")

local script = [[
// A server accepts a connection.
    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
   +0 bind(3, ..., ...) = 0
   +0 listen(3, 1) = 0
  +.1 < S 0:0(0) win 32792 <mss 1000>
   +0 > S. 0:0(0) ack 1 <mss 1460>
  +.1 < . 1:1(0) ack 1 win 32792
   +0 accept(3, ..., ...) = 4
]]

--- Opens a script of the test's own in the window.
local function open(name, text)
  local path = vim.fs.joinpath(folder, name)
  vim.fn.writefile(vim.split(text:gsub("\n$", ""), "\n"), path)
  vim.cmd("silent edit! " .. vim.fn.fnameescape(path))
  return vim.api.nvim_get_current_buf()
end

local function wait(what, check)
  local value
  local ok = vim.wait(patience, function()
    value = check()
    return value
  end, 20)
  assert(ok, "waited in vain: " .. what)
  return value
end

local function lines(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n") .. "\n"
end

local function client_of(buffer)
  return wait("the server attaches", function()
    local client = vim.lsp.get_clients({ bufnr = buffer, name = "pkt" })[1]
    return client and client.initialized and client
  end)
end

--- Asks the server about the place of a pattern.
local function ask(buffer, method, pattern, further)
  local client = client_of(buffer)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search(pattern, "cW") > 0, "the script has no " .. pattern)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local answers = vim.lsp.buf_request_sync(buffer, method, vim.tbl_extend("force", params, further or {}), patience)
  local answer = (answers or {})[client.id]
  assert(answer and not answer.err, method .. ": " .. vim.inspect(answer))
  return answer.result
end

local function diagnostics(buffer, pattern)
  return wait("a diagnostic with " .. pattern, function()
    return vim.iter(vim.diagnostic.get(buffer)):find(function(d)
      return d.message:find(pattern) ~= nil
    end)
  end)
end

local function highlight(pattern)
  vim.fn.cursor(1, 1)
  assert(vim.fn.search(pattern, "cW") > 0, "the script has no " .. pattern)
  return vim.fn.synIDattr(vim.fn.synID(vim.fn.line("."), vim.fn.col("."), 1), "name")
end

--- Keeps what is said instead of showing it.
local function listen()
  local said = {}
  vim.notify = function(text) ---@diagnostic disable-line: duplicate-set-field
    table.insert(said, text)
  end
  return said
end

local cases = {}

cases["file type, options and colours"] = function()
  local buffer = open("colours.pkt", script .. "   +0 `echo hi`\n   +0 %{ print(1) }%\n")
  assert(vim.bo[buffer].filetype == "pkt")
  assert(vim.bo[buffer].commentstring == "// %s", vim.bo[buffer].commentstring)
  for pattern, group in pairs({
    ["// A server"] = "pktComment",
    ["SOCK_STREAM"] = "pktConstant",
    ["socket("] = "pktCall",
    ["mss"] = "pktTCPOption",
    ["+\\.1"] = "pktTime",
  }) do
    assert(highlight(pattern) == group, ("%s is %s instead of %s"):format(pattern, highlight(pattern), group))
  end
  assert(highlight("echo"):match("^sh"), "shell is " .. highlight("echo"))
  assert(highlight("print"):match("^python"), "python is " .. highlight("print"))
end

cases["attach and diagnostics that vanish when fixed"] = function()
  local buffer = open("typo.pkt", (script:gsub("<mss 1000>", "<mss 1000,sackOk,nop,nop>")))
  local found = diagnostics(buffer, "sackOK")
  assert(found.lnum == 4, "on line " .. found.lnum)
  vim.api.nvim_buf_set_lines(buffer, 4, 5, true, { "  +.1 < S 0:0(0) win 32792 <mss 1000>" })
  wait("the diagnostic vanishes", function()
    return #vim.diagnostic.get(buffer) == 0
  end)
end

cases["hover"] = function()
  local buffer = open("hover.pkt", script)
  local result = ask(buffer, "textDocument/hover", "SOCK_STREAM")
  assert(vim.inspect(result.contents):find("SOCK_STREAM"), vim.inspect(result))
end

cases["completion"] = function()
  local buffer = open("complete.pkt", script .. "   +0 setsockopt(4, SOL_SOCKET, SO_, [1], 4) = 0\n")
  local result = ask(buffer, "textDocument/completion", "SO_\\zs,")
  local labels = vim.tbl_map(function(item)
    return item.label
  end, result.items or result)
  assert(vim.tbl_contains(labels, "SO_REUSEADDR"), vim.inspect(labels))
end

cases["rename of a descriptor"] = function()
  local buffer = open("rename.pkt", script)
  client_of(buffer)
  vim.fn.cursor(1, 1)
  vim.fn.search("bind(\\zs3", "cW")
  vim.lsp.buf.rename("7")
  wait("the descriptor is renamed", function()
    return lines(buffer):find("bind%(7") and lines(buffer):find("IPPROTO_TCP%) = 7") and lines(buffer):find("accept%(7")
  end)
end

local untidy = script:gsub("   %+0 bind", "+0    bind"):gsub("listen%(3, 1%)", "listen(3,1)")

cases["format by the server"] = function()
  local buffer = open("format.pkt", untidy)
  client_of(buffer)
  vim.lsp.buf.format({ name = "pkt", timeout_ms = patience })
  assert(lines(buffer) == script, lines(buffer))
end

cases[":PktFmt"] = function()
  local buffer = open("fmt.pkt", untidy)
  vim.cmd("PktFmt")
  assert(lines(buffer) == script, lines(buffer))
end

cases["code action"] = function()
  local buffer = open("action.pkt", (script:gsub("<mss 1000>", "<mss 1000,sackOk,nop,nop>")))
  local client = client_of(buffer)
  diagnostics(buffer, "sackOK")
  vim.fn.cursor(1, 1)
  vim.fn.search("sackOk", "cW")
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.isPreferred or action.title:find("sackOK") ~= nil
    end,
  })
  wait("the fix is applied", function()
    return lines(buffer):find("sackOK") ~= nil
  end)
  assert(client)
end

cases["inlay hints"] = function()
  local buffer = open("hints.pkt", script)
  client_of(buffer)
  vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  wait("a hint with the state", function()
    return vim.inspect(vim.lsp.inlay_hint.get({ bufnr = buffer })):find("ESTABLISHED")
  end)
end

cases[":make fills the quickfix list"] = function()
  local buffer = open("make.pkt", (script:gsub("<mss 1000>", "<mss 1000,sackOk,nop,nop>")))
  vim.bo[buffer].makeprg = program .. " lint %:S"
  vim.cmd("silent make")
  local list = vim.fn.getqflist()
  assert(#list == 1, vim.inspect(list))
  assert(list[1].lnum == 5 and list[1].bufnr == buffer and list[1].type == "e", vim.inspect(list))
end

cases["the errorformat reads a failed run"] = function()
  open("errorformat.pkt", script)
  local text = { "errorformat.pkt:6:25: error: the stack sent another packet than expected [run/packet]",
    "     4 |    +0 listen(3, 1) = 0", "     6 |    +0 > S. 0:0(0) ack 1 <mss 1461>",
    "       |                         ^^^^^^^^^^",
    "       expected   S. 0:0(0) ack 1 <mss 1461>", "       actual     S. 0:0(0) ack 1 <mss 1460>",
    "0 passed, 1 failed in 0.4 s" }
  local list = vim.fn.getqflist({ lines = text, efm = vim.bo.errorformat }).items
  assert(#list == 1, vim.inspect(list))
  assert(list[1].lnum == 6 and list[1].col == 25, vim.inspect(list))
  assert(list[1].text:find("expected   S%.") and list[1].text:find("actual     S%."), vim.inspect(list))
end

cases[":checkhealth"] = function()
  open("health.pkt", script)
  vim.cmd("checkhealth pkt")
  local text = lines(0)
  vim.cmd("bwipeout!")
  assert(text:find("OK[^\n]*pkt") and not text:find("ERROR"), text)
end

cases["help"] = function()
  vim.cmd("helptags " .. vim.fn.fnameescape(vim.fs.joinpath(plugin, "doc")))
  vim.cmd("help :PktRun")
  assert(vim.api.nvim_buf_get_name(0):find("pkt%.txt$"))
  vim.cmd("helpclose")
  vim.fn.delete(vim.fs.joinpath(plugin, "doc", "tags"))
end

local live = {}

live[":PktStop ends a run"] = function()
  open("stop.pkt", (script:gsub("%+%.1 < %. 1", "+30 < . 1")))
  local said = listen()
  vim.cmd("PktRun")
  vim.wait(500)
  vim.cmd("PktStop")
  wait("the run ends", function()
    return vim.iter(said):any(function(text)
      return text:find("stopped") or text:find("interrupted")
    end)
  end)
end

live[":PktRun passes"] = function()
  local buffer = open("passes.pkt", script)
  local said = listen()
  vim.cmd("PktRun")
  wait("the verdict", function()
    return vim.tbl_contains(said, "pkt: passed")
  end)
  assert(#vim.diagnostic.get(buffer) == 0)
end

live[":PktRun shows a failure until the next edit"] = function()
  local buffer = open("fails.pkt", (script:gsub("mss 1460", "mss 1461")))
  listen()
  vim.cmd("PktRun")
  local found = diagnostics(buffer, "another packet")
  assert(found.lnum == 5 and found.message:find("mss 1460"), vim.inspect(found))
  vim.api.nvim_buf_set_lines(buffer, 0, 1, true, { "// Another comment." })
  vim.api.nvim_exec_autocmds("TextChanged", { buffer = buffer })
  wait("the failure vanishes", function()
    return not vim.inspect(vim.diagnostic.get(buffer)):find("another packet")
  end)
end

live[":PktAccept lets the script pass"] = function()
  local buffer = open("accept.pkt", (script:gsub("mss 1460", "mss 1461")))
  listen()
  vim.cmd("PktAccept")
  wait("the script is rewritten", function()
    return lines(buffer) == script
  end)
end

local function main()
  local only = vim.env.PKT_CASE
  if vim.env.PKT_RUN then
    cases = vim.tbl_extend("error", cases, live)
  end
  require("pkt").setup({ cmd = program })
  local failed = 0
  local names = vim.tbl_keys(cases)
  table.sort(names)
  for _, name in ipairs(names) do
    if not only or name:find(only, 1, true) then
      local begin = vim.uv.hrtime()
      local ok, problem = xpcall(cases[name], debug.traceback)
      local mark = ok and "ok  " or "FAIL"
      io.stdout:write(("%s %s (%d ms)\n"):format(mark, name, (vim.uv.hrtime() - begin) / 1e6))
      if not ok then
        failed = failed + 1
        io.stdout:write(problem, "\n")
      end
      vim.cmd("silent! %bwipeout!")
    end
  end
  local version = vim.version()
  io.stdout:write(("Neovim %d.%d.%d: %d of %d cases failed\n"):format(version.major, version.minor, version.patch, failed, #names))
  vim.fn.delete(folder, "rf")
  return failed
end

local ok, failed = xpcall(main, debug.traceback)
if not ok then
  io.stdout:write(failed, "\n")
end
vim.cmd(ok and failed == 0 and "qall!" or "cquit! 1")
