-- The verdicts on the answer at the cursor: for the statusline, and told by the event `User TradeoffVerdict`.
local M = {}

---@class tradeoff.Standing
---@field question? integer
---@field considerations tradeoff.Weighed[]

---@type table<integer, tradeoff.Standing>
local standings = {}

---Which question about a buffer is the newest: late answers to older ones are dropped.
---@type table<integer, integer>
local asked = {}

local MARKS = { argued = '✓', mentioned = '~', missing = '–' }

---@param standing tradeoff.Standing
---@return tradeoff.VerdictEvent
local function event(bufnr, standing)
  local verdicts = {}
  for _, weighed in ipairs(standing.considerations) do
    verdicts[weighed.consideration] = weighed.verdict
  end
  return { buf = bufnr, question = standing.question, verdicts = verdicts }
end

---@param bufnr integer
---@param standing tradeoff.Standing
local function settle(bufnr, standing)
  local before = standings[bufnr]
  local new = event(bufnr, standing)
  standings[bufnr] = standing
  if before and vim.deep_equal(event(bufnr, before), new) then
    return
  end
  -- Where there was nothing and is nothing, nobody needs to know.
  if before or new.question then
    vim.api.nvim_exec_autocmds('User', { pattern = 'TradeoffVerdict', modeline = false, data = new })
    vim.cmd.redrawstatus({ bang = true })
  end
end

---Asks the server how the answer at the cursor stands now.
---@param server vim.lsp.Client
---@param bufnr integer
function M.refresh(server, bufnr)
  if not vim.api.nvim_buf_is_loaded(bufnr) then
    return
  end
  local client = require('tradeoff.client')
  local number = (asked[bufnr] or 0) + 1
  asked[bufnr] = number
  local params = { uri = vim.uri_from_bufnr(bufnr), position = client.cursor(server, bufnr) }
  client.request(server, 'tradeoff/explain', params, function(explanation, failure)
    if failure or asked[bufnr] ~= number or not vim.api.nvim_buf_is_loaded(bufnr) then
      return
    end
    -- JSON's null is not nil in every version.
    local known = type(explanation) == 'table' and explanation or { considerations = {} }
    settle(bufnr, { question = known.question, considerations = known.considerations })
  end, true)
end

---Keeps the verdicts on a buffer's answers up to date.
---@param server vim.lsp.Client
---@param bufnr integer
---@param group integer of autocommands, cleared by whoever made it
function M.follow(server, bufnr, group)
  local pending = false
  local function soon()
    if pending then
      return
    end
    pending = true
    -- Not with every key: a statusline need not be quicker than the eye.
    vim.defer_fn(function()
      pending = false
      if vim.lsp.buf_is_attached(bufnr, server.id) then
        M.refresh(server, bufnr)
      end
    end, 100)
  end
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'CursorHold', 'BufEnter' }, {
    group = group,
    buffer = bufnr,
    desc = 'Ask for the verdicts on the answer at the cursor',
    callback = soon,
  })
  vim.api.nvim_create_autocmd({ 'LspDetach', 'BufUnload' }, {
    group = group,
    buffer = bufnr,
    desc = 'Forget the verdicts',
    callback = function(detached)
      if detached.event == 'BufUnload' or detached.data.client_id == server.id then
        standings[bufnr] = nil
        asked[bufnr] = nil
      end
    end,
  })
  M.refresh(server, bufnr)
end

---What is known about a buffer's answer, without asking.
---@param bufnr integer
---@return tradeoff.Standing?
function M.get(bufnr)
  return standings[bufnr]
end

---@param name string
local function letter(name)
  -- Consistency and cost begin alike.
  return name == 'cost' and '$' or vim.fn.toupper(vim.fn.strcharpart(name, 0, 1))
end

---@param bufnr integer
---@return string
function M.status(bufnr)
  local standing = standings[bufnr]
  if not standing or not standing.question then
    return ''
  end
  local parts = { ('Q%d'):format(standing.question) }
  for _, weighed in ipairs(standing.considerations) do
    table.insert(parts, ('%s %s'):format(letter(weighed.consideration), MARKS[weighed.verdict]))
  end
  return table.concat(parts, ' ')
end

return M
