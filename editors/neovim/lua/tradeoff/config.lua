-- What the user chose by `vim.g.tradeoff`: a table, or a function that returns one. It is read when first needed, so
-- it may be set at any time before; what cannot be used is told once, and its default holds.
local M = {}

---What the server shows (docs/features.md, Settings). Findings depend on `tradeoff.toml` alone.
---@class tradeoff.Settings
---@field hints? 'full'|'terms'|'off'
---@field symbols? boolean
---@field folding? boolean
---@field selection? boolean
---@field links? boolean
---@field codeLens? boolean
---@field inlayHints? boolean
---@field log? 'off'|'error'|'warn'|'info'|'debug'|'trace'

---@class tradeoff.TimerOptions
---@field minutes? number for questions that say nothing else; default 45
---@field warn? number minutes before the end at which a notice is shown; 0 for none; default 10
---@field record? boolean write `minutes_spent` into the answer's front matter at the end; default false

---What `vim.g.tradeoff` may hold.
---@class tradeoff.Options
---@field cmd? string[] the server's command; default `{ 'tradeoff', 'lsp' }`
---@field settings? tradeoff.Settings what the server shows
---@field answers? string folder of new answers, from the root on; default: the folder of the answer at hand, or the root
---@field view? 'float'|'split'|'vsplit'|'tab' where sheets, progress and explanations open; default `float`
---@field border? string border of floating windows; default `rounded`
---@field completion? boolean Neovim's own completion as one types, with snippets; default false
---@field codelens? boolean a line over each answer that says how far it is; default true
---@field timer? tradeoff.TimerOptions

---The same with nothing left open but the folder.
---@class tradeoff.Config
---@field cmd string[]
---@field settings tradeoff.Settings
---@field answers? string
---@field view 'float'|'split'|'vsplit'|'tab'
---@field border string
---@field completion boolean
---@field codelens boolean
---@field timer { minutes: number, warn: number, record: boolean }

---@type tradeoff.Config
local defaults = {
  cmd = { 'tradeoff', 'lsp' },
  settings = {},
  view = 'float',
  border = 'rounded',
  completion = false,
  codelens = true,
  timer = { minutes = 45, warn = 10, record = false },
}

---@alias tradeoff.Check fun(value: any): string? what it should have been

---@param name type
---@return tradeoff.Check
local function is(name)
  return function(value)
    return type(value) ~= name and ('a ' .. name) or nil
  end
end

---@param ... string
---@return tradeoff.Check
local function one_of(...)
  local names = { ... }
  return function(value)
    return not vim.tbl_contains(names, value) and ("one of '%s'"):format(table.concat(names, "', '")) or nil
  end
end

---@param least number
---@return tradeoff.Check
local function at_least(least)
  return function(value)
    return not (type(value) == 'number' and value >= least) and ('a number of at least %g'):format(least)
      or nil
  end
end

---@param value any
local function command(value)
  local words = vim.islist(value) and #value > 0
  for _, word in ipairs(words and value or {}) do
    words = words and type(word) == 'string'
  end
  return not words and "a list of strings such as { 'tradeoff', 'lsp' }" or nil
end

---@type table<string, tradeoff.Check|table<string, tradeoff.Check>>
local checks = {
  cmd = command,
  settings = {
    hints = one_of('full', 'terms', 'off'),
    symbols = is('boolean'),
    folding = is('boolean'),
    selection = is('boolean'),
    links = is('boolean'),
    codeLens = is('boolean'),
    inlayHints = is('boolean'),
    log = one_of('off', 'error', 'warn', 'info', 'debug', 'trace'),
  },
  answers = is('string'),
  view = one_of('float', 'split', 'vsplit', 'tab'),
  border = is('string'),
  completion = is('boolean'),
  codelens = is('boolean'),
  timer = { minutes = at_least(0.01), warn = at_least(0), record = is('boolean') },
}

---Puts what can be used of `given` into `into`; what is wrong with the rest goes to `complaints`.
---@param given table
---@param known table<string, tradeoff.Check|table<string, tradeoff.Check>>
---@param into table
---@param path string
---@param complaints string[]
local function take(given, known, into, path, complaints)
  for key, value in vim.spairs(given) do
    local check = known[key]
    local name = path .. key
    if check == nil then
      local all = table.concat(vim.fn.sort(vim.tbl_keys(known)), ', ')
      table.insert(complaints, ('there is no `%s`; known are %s'):format(name, all))
    elseif type(check) == 'table' then
      if type(value) == 'table' then
        into[key] = into[key] or {}
        take(value, check, into[key], name .. '.', complaints)
      else
        table.insert(complaints, ('`%s` must be a table, not %s'):format(name, vim.inspect(value)))
      end
    else
      local expected = check(value)
      if expected then
        table.insert(complaints, ('`%s` must be %s, not %s'):format(name, expected, vim.inspect(value)))
      else
        into[key] = value
      end
    end
  end
end

---What `given` means, and what is wrong with it.
---@param given any a value as `vim.g.tradeoff` may have
---@return tradeoff.Config config
---@return string[] complaints
function M.read(given)
  local config, complaints = vim.deepcopy(defaults), {}
  if type(given) == 'function' then
    local ok, result = pcall(given)
    if not ok then
      return config, { 'the function fails: ' .. tostring(result) }
    end
    given = result
  end
  if given == nil then
    return config, complaints
  end
  if type(given) ~= 'table' then
    return config, { ('a table or a function is expected, not %s'):format(vim.inspect(given)) }
  end
  take(given, checks, config, '', complaints)
  return config, complaints
end

local told ---@type string?

---What holds now. Complaints are shown once for each wording.
---@return tradeoff.Config
function M.get()
  local config, complaints = M.read(vim.g.tradeoff)
  local text = table.concat(complaints, '\n')
  if text ~= '' and text ~= told then
    told = text
    vim.schedule(function()
      vim.notify('vim.g.tradeoff: ' .. text, vim.log.levels.WARN, { title = 'tradeoff' })
    end)
  end
  return config
end

return M
