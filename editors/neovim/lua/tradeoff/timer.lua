-- `:Tradeoff timer`: the time that a question has. One timer at a time; it forces nothing on anyone.
local M = {}

-- Neovim brings no types for it.
local uv = vim.uv ---@type any

---@class tradeoff.Running
---@field bufnr integer the document it was started in
---@field total number seconds
---@field before number seconds that passed before the last pause
---@field since? number when it last began to run, in seconds; nil while it is paused
---@field warned boolean
---@field ended boolean
---@field clock any a timer of libuv

---@type tradeoff.Running?
local running

local function now()
  return uv.hrtime() / 1e9
end

---@param timer tradeoff.Running
local function elapsed(timer)
  return timer.before + (timer.since and now() - timer.since or 0)
end

---Rounded up, so that the display begins with the whole time.
---@param timer tradeoff.Running
---@return integer seconds
local function left(timer)
  return math.ceil(timer.total - elapsed(timer))
end

---@param state string
---@param timer tradeoff.Running
local function tell(state, timer)
  local data = { state = state, seconds = left(timer) }
  vim.api.nvim_exec_autocmds('User', { pattern = 'TradeoffTimer', modeline = false, data = data })
  vim.cmd.redrawstatus({ bang = true })
end

---@param seconds integer
---@return string
local function clock_face(seconds)
  local size = math.abs(seconds)
  return ('%s%d:%02d'):format(seconds < 0 and '+' or '', math.floor(size / 60), size % 60)
end

---Words of a document, roughly: what stands between blanks.
---@param bufnr integer
local function words(bufnr)
  if not vim.api.nvim_buf_is_loaded(bufnr) then
    return 0
  end
  local text = table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n'):gsub('<!%-%-.-%-%->', '')
  local _, count = text:gsub('%S+', '')
  return count
end

local function tick()
  local timer = running
  if not timer or not timer.since then
    return
  end
  local client = require('tradeoff.client')
  local seconds = timer.total - elapsed(timer)
  local warn = require('tradeoff.config').get().timer.warn * 60
  if not timer.ended and seconds <= 0 then
    timer.ended = true
    tell('ended', timer)
    client.notify(('time is up: %d words'):format(words(timer.bufnr)), vim.log.levels.WARN)
  elseif not timer.warned and seconds <= warn and timer.total > warn and not timer.ended then
    timer.warned = true
    tell('warned', timer)
    client.notify(('%s left'):format(clock_face(left(timer))))
  else
    vim.cmd.redrawstatus({ bang = true })
  end
end

---@param minutes number
---@param bufnr integer
local function start(minutes, bufnr)
  local clock = uv.new_timer()
  running = {
    bufnr = bufnr,
    total = minutes * 60,
    before = 0,
    since = now(),
    warned = false,
    ended = false,
    clock = clock,
  }
  clock:start(250, 250, vim.schedule_wrap(tick))
  tell('started', running)
end

---Starts the timer, or lets a paused one go on.
---@param minutes? number default: what the question of the answer at hand has
function M.start(minutes)
  local client = require('tradeoff.client')
  if running and not minutes then
    if running.since then
      client.notify(('the timer runs: %s left'):format(clock_face(left(running))))
    else
      running.since = now()
      tell('resumed', running)
    end
    return
  end
  M.stop(true)
  local bufnr = vim.api.nvim_get_current_buf()
  if minutes then
    start(minutes, bufnr)
    return
  end
  require('tradeoff.questions').here(function(question)
    -- It may have been started meanwhile.
    if not running then
      start(question and question.minutes or require('tradeoff.config').get().timer.minutes, bufnr)
    end
  end)
end

---Stops the clock, and lets it go on when called again.
function M.pause()
  local timer = running
  if not timer then
    require('tradeoff.client').notify('no timer runs; `:Tradeoff timer start` starts one')
  elseif timer.since then
    timer.before = elapsed(timer)
    timer.since = nil
    tell('paused', timer)
  else
    M.start()
  end
end

---Lines with `minutes_spent` in their YAML front matter, or nil where there is none.
---@param lines string[]
---@param minutes integer
---@return string[]?
function M.with_minutes(lines, minutes)
  if lines[1] ~= '---' then
    return nil
  end
  local entry = ('minutes_spent: %d'):format(minutes)
  local result = { lines[1] }
  local written = false
  for i = 2, #lines do
    local line = lines[i]
    if line:match('^minutes_spent:') then
      line, written = entry, true
    elseif line == '---' then
      if not written then
        table.insert(result, entry)
      end
      return vim.list_extend(result, lines, i)
    end
    table.insert(result, line)
  end
end

---@param timer tradeoff.Running
---@param minutes integer
local function record(timer, minutes)
  if not vim.api.nvim_buf_is_loaded(timer.bufnr) then
    return
  end
  local lines = vim.api.nvim_buf_get_lines(timer.bufnr, 0, -1, false)
  local new = M.with_minutes(lines, minutes)
  if not new then
    require('tradeoff.client').notify('minutes_spent is not recorded: there is no front matter')
    return
  end
  for i = 1, #new do
    if lines[i] ~= new[i] then
      -- One line is replaced or added; the rest is not touched.
      local replaced = #lines == #new and i or i - 1
      vim.api.nvim_buf_set_lines(timer.bufnr, i - 1, replaced, false, { new[i] })
      return
    end
  end
end

---@param quiet? boolean say nothing, and where none runs not even that
function M.stop(quiet)
  local timer = running
  local client = require('tradeoff.client')
  if not timer then
    if not quiet then
      client.notify('no timer runs')
    end
    return
  end
  timer.clock:close()
  timer.before = elapsed(timer)
  timer.since = nil
  running = nil
  tell('stopped', timer)
  if quiet then
    return
  end
  local minutes = math.floor(timer.before / 60 + 0.5)
  client.notify(('%d minutes, %d words'):format(minutes, words(timer.bufnr)))
  if require('tradeoff.config').get().timer.record then
    record(timer, minutes)
  end
end

---@return string
function M.status()
  if not running then
    return ''
  end
  return clock_face(left(running)) .. (running.since and '' or ' paused')
end

return M
