-- `:Tradeoff`: its sub-commands and their completion.
local M = {}

---@class tradeoff.Subcommand
---@field about string
---@field usage? string arguments, as the help shows them
---@field run fun(arguments: string[]): string? what is wrong with the arguments
---@field complete? fun(arguments: string[]): string[] what may stand in the place after these

---@param text? string
---@return integer?
local function number(text)
  local digits = text and text:match('^[qQ]?(%d+)$')
  return digits and math.floor(assert(tonumber(digits))) or nil
end

--- Calls `act` with the number of a question that the first argument says, if there is one.
---@param arguments string[]
---@param act fun(chosen?: integer)
---@return string? problem
local function with_number(arguments, act)
  local chosen = number(arguments[1])
  if arguments[1] and not chosen then
    return ('`%s` is no number of a question'):format(arguments[1])
  end
  act(chosen)
end

---@return string[]
local function numbers(arguments)
  if #arguments > 0 then
    return {}
  end
  return vim.tbl_map(function(question)
    return tostring(question.number)
  end, require('tradeoff.questions').known())
end

---@type table<string, fun(minutes?: string): string?>
local timer = {
  start = function(minutes)
    local count = tonumber(minutes)
    if minutes and not (count and count > 0) then
      return ('`%s` is no number of minutes'):format(minutes)
    end
    require('tradeoff.timer').start(count)
  end,
  pause = function()
    require('tradeoff.timer').pause()
  end,
  stop = function()
    require('tradeoff.timer').stop()
  end,
}

---@type table<string, tradeoff.Subcommand>
M.subcommands = {
  new = {
    about = 'start the answer to a question, or open the one that is there',
    usage = '[N]',
    complete = numbers,
    run = function(arguments)
      return with_number(arguments, function(chosen)
        if chosen then
          require('tradeoff.questions').new(chosen)
        else
          require('tradeoff.questions').new_by_choice()
        end
      end)
    end,
  },
  next = {
    about = 'go on with the next draft or unanswered question',
    run = function()
      require('tradeoff.questions').next()
    end,
  },
  random = {
    about = 'start with an unanswered question by chance',
    run = function()
      require('tradeoff.questions').random()
    end,
  },
  sheet = {
    about = 'read what an answer should cover and weigh',
    usage = '[N]',
    complete = numbers,
    run = function(arguments)
      return with_number(arguments, function(chosen)
        require('tradeoff.questions').sheet(chosen)
      end)
    end,
  },
  skeleton = {
    about = 'insert what the answer lacks most, or the heading of a consideration',
    usage = '[consideration]',
    complete = function(arguments)
      return #arguments == 0 and require('tradeoff.skeleton').names() or {}
    end,
    run = function(arguments)
      require('tradeoff.skeleton').insert(arguments[1])
    end,
  },
  missing = {
    about = 'insert the headings of all considerations that are not weighed',
    run = function()
      require('tradeoff.skeleton').insert_missing()
    end,
  },
  progress = {
    about = 'see how many questions are how far',
    run = function()
      require('tradeoff.progress').open()
    end,
  },
  questions = {
    about = 'choose a question by number, state or words',
    usage = '[words]',
    complete = function(arguments)
      return #arguments == 0 and { 'unanswered', 'draft', 'answered', 'argued' } or {}
    end,
    run = function(arguments)
      require('tradeoff.questions').browse(arguments)
    end,
  },
  explain = {
    about = 'see what the trade-off section at the cursor was taken for',
    run = function()
      require('tradeoff.explain').here()
    end,
  },
  timer = {
    about = 'take the time',
    usage = 'start [minutes]|pause|stop',
    complete = function(arguments)
      return #arguments == 0 and { 'start', 'pause', 'stop' } or {}
    end,
    run = function(arguments)
      local action = timer[arguments[1]]
      if not action then
        return 'the timer takes `start`, `pause` or `stop`'
      end
      return action(arguments[2])
    end,
  },
  log = {
    about = 'open the log of language servers',
    run = function()
      local get = vim.lsp.log and vim.lsp.log.get_filename or vim.lsp.get_log_path
      vim.cmd.split({ args = { vim.fn.fnameescape(get()) } })
      vim.cmd.normal({ args = { 'G' }, bang = true })
    end,
  },
  restart = {
    about = 'stop the server and start it again',
    run = function()
      require('tradeoff.client').restart()
    end,
  },
}

---@return string[]
local function names()
  local list = vim.tbl_keys(M.subcommands)
  table.sort(list)
  return list
end

---@param arguments string[]
function M.run(arguments)
  local client = require('tradeoff.client')
  if #arguments == 0 then
    vim.ui.select(names(), {
      prompt = 'Tradeoff',
      format_item = function(name)
        return ('%-10s %s'):format(name, M.subcommands[name].about)
      end,
      kind = 'tradeoff.command',
    }, function(name)
      -- The timer has no meaning without an argument; it would only complain.
      if name then
        M.run(name == 'timer' and { 'timer', 'start' } or { name })
      end
    end)
    return
  end
  local name = arguments[1]
  local subcommand = M.subcommands[name]
  local problem
  if not subcommand then
    problem = ('there is no `%s`; known are %s'):format(name, table.concat(names(), ', '))
  else
    problem = subcommand.run(vim.list_slice(arguments, 2))
  end
  if problem then
    client.notify(':Tradeoff: ' .. problem, vim.log.levels.ERROR)
  end
end

---@param lead string what is typed of the word at the cursor
---@param line string the command line up to the cursor
---@return string[]
function M.complete(lead, line)
  local typed = vim.split(line:sub(1, #line - #lead), '%s+', { trimempty = true })
  -- Modifiers and a range may stand before the command.
  while #typed > 0 and not ('Tradeoff'):find(typed[1]:gsub('^.*%A', ''), 1, true) do
    table.remove(typed, 1)
  end
  table.remove(typed, 1)
  local choices
  if #typed == 0 then
    choices = names()
  else
    local subcommand = M.subcommands[typed[1]]
    local complete = subcommand and subcommand.complete
    choices = complete and complete(vim.list_slice(typed, 2)) or {}
  end
  return vim.tbl_filter(function(choice)
    return vim.startswith(choice, lead)
  end, choices)
end

return M
