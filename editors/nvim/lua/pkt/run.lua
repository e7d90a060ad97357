--- Running scripts: :PktRun, :PktStop and :PktAccept.
local M = {}

local namespace = vim.api.nvim_create_namespace("pkt-run")
local running = {} ---@type table<integer, vim.SystemObj>

local function report(text, level)
  vim.notify("pkt: " .. text, level or vim.log.levels.INFO)
end

--- The place of a JSON range, which counts from 1, as diagnostics have it.
---@param range pkt.PlaceRange
local function place(range)
  return {
    lnum = range.start.line - 1,
    col = range.start.column - 1,
    end_lnum = range["end"].line - 1,
    end_col = range["end"].column - 1,
  }
end

---@param result pkt.ResultLine
---@param failure pkt.RunDiagnostic
local function diagnostic_of(result, failure)
  local lines = { failure.message }
  local comparison = failure.comparison ---@type pkt.Comparison?
  if comparison then
    vim.list_extend(lines, { "expected  " .. comparison.expected, "actual    " .. comparison.actual })
    if comparison.differs then
      table.insert(lines, "differs   " .. table.concat(comparison.differs, ", "))
    end
  end
  vim.list_extend(lines, failure.notes or {})
  if result.variant then
    lines[1] = ("%s (%s)"):format(lines[1], result.variant)
  end
  return vim.tbl_extend("error", place(failure.range), {
    severity = vim.diagnostic.severity.ERROR,
    message = table.concat(lines, "\n"),
    code = failure.rule,
    source = "pkt run",
  })
end

--- Reads what `pkt run --json` printed.
---@return pkt.ResultLine[]
local function read(output)
  local results = {}
  for line in vim.gsplit(output, "\n", { trimempty = true }) do
    local ok, value = pcall(vim.json.decode, line, { luanil = { object = true } }) ---@type boolean, pkt.ResultLine
    if ok and value.type == "result" then
      table.insert(results, value)
    end
  end
  return results
end

local good = { passed = true, flaky = true, xfail = true, skipped = true }

--- Shows verdicts as diagnostics, until the next edit.
---@param results pkt.ResultLine[]
local function show(buffer, results)
  local diagnostics, failed, skipped = {}, nil, nil ---@type vim.Diagnostic.Set[], pkt.ResultLine?, pkt.ResultLine?
  for _, result in ipairs(results) do
    if not good[result.status] then
      failed = failed or result
    elseif result.status == "skipped" then
      skipped = skipped or result
    end
    for _, failure in ipairs(result.diagnostics) do
      table.insert(diagnostics, diagnostic_of(result, failure))
    end
  end
  vim.diagnostic.set(namespace, buffer, diagnostics)
  if #diagnostics > 0 then
    vim.api.nvim_create_autocmd({ "TextChanged", "TextChangedI" }, {
      buffer = buffer,
      once = true,
      callback = function()
        vim.diagnostic.reset(namespace, buffer)
      end,
    })
  end
  if failed then
    local first = failed.diagnostics[1] ---@type pkt.RunDiagnostic?
    report(("%s: %s"):format(failed.status, first and first.message or "no reason was given"), vim.log.levels.ERROR)
  elseif skipped then
    report("skipped: " .. skipped.reason)
  else
    report("passed")
  end
end

--- Starts `pkt run` on the file of a buffer.
local function start(buffer, arguments, finished)
  buffer = buffer == 0 and vim.api.nvim_get_current_buf() or buffer
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == "" then
    return report("write the script to a file first: what runs is the file", vim.log.levels.WARN)
  elseif running[buffer] then
    return report("the script is running already; :PktStop ends it", vim.log.levels.WARN)
  end
  vim.api.nvim_buf_call(buffer, function()
    vim.cmd("silent update")
  end)
  local options = require("pkt").options
  local command = vim.list_extend({}, options.run.command or {})
  vim.list_extend(command, { options.cmd, "run", "--json" })
  for name, value in pairs(options.definitions) do
    vim.list_extend(command, { "-D", name .. "=" .. value })
  end
  vim.list_extend(command, options.run.arguments or {})
  vim.list_extend(command, arguments)
  vim.list_extend(command, { "--", path })
  local ok, child = pcall(vim.system, command, { text = true, cwd = vim.fs.dirname(path) }, function(ended)
    vim.schedule(function()
      running[buffer] = nil
      if vim.api.nvim_buf_is_valid(buffer) then
        finished(buffer, ended)
      end
    end)
  end)
  if not ok then
    return report(("cannot run %s: %s"):format(command[1], child), vim.log.levels.ERROR)
  end
  running[buffer] = child
  vim.diagnostic.reset(namespace, buffer)
end

--- Says why there is no result.
local function without_result(ended)
  if ended.signal ~= 0 then
    return report("stopped")
  end
  report(vim.trim(ended.stderr or ""), vim.log.levels.ERROR)
end

--- Runs the script of a buffer and shows what failed in it.
---@param buffer integer
---@param arguments string[] further ones of `pkt run`
function M.run(buffer, arguments)
  start(buffer, arguments, function(current, ended)
    local results = read(ended.stdout or "")
    if #results == 0 then
      return without_result(ended)
    end
    show(current, results)
  end)
end

--- Ends the run of a buffer's script; it takes its network down first.
---@param buffer integer
function M.stop(buffer)
  buffer = buffer == 0 and vim.api.nvim_get_current_buf() or buffer
  local child = running[buffer]
  if not child then
    return report("no run to stop")
  end
  local command = require("pkt").options.run.command or {}
  if #command > 0 then
    -- The process belongs to another user, so the same means ends it. sudo
    -- passes on no signals from its command's own process group.
    local kill = vim.list_extend(vim.list_extend({}, command), { "kill", "-s", "INT", tostring(child.pid) })
    vim.system(kill, { detach = true })
  else
    child:kill("sigint")
  end
end

--- Lets the script of a buffer expect what the stack does, where it passes then.
---@param buffer integer
---@param arguments string[] further ones of `pkt run`
function M.accept(buffer, arguments)
  start(buffer, vim.list_extend({ "--accept" }, arguments), function(current, ended)
    local results = read(ended.stdout or "")
    if #results == 0 then
      return without_result(ended)
    end
    local before = vim.api.nvim_buf_get_changedtick(current)
    vim.api.nvim_buf_call(current, function()
      vim.cmd("silent! edit")
    end)
    if ended.code == 0 and vim.api.nvim_buf_get_changedtick(current) ~= before then
      report("the script expects what the stack does now")
    else
      show(current, results)
    end
  end)
end

return M
