-- `:Tradeoff skeleton` and `:Tradeoff missing`: headings with prompts for what an answer lacks.
local M = {}

---The client that is attached to the current buffer; the user is told where there is none.
---@return vim.lsp.Client?
local function attached()
  local client = require('tradeoff.client')
  local server = client.all({ bufnr = vim.api.nvim_get_current_buf() })[1]
  if not server then
    client.notify('the server does not run for this document (:checkhealth tradeoff)', vim.log.levels.WARN)
  end
  return server
end

---Inserts the heading of a consideration, or what the answer lacks most.
---@param consideration? string
function M.insert(consideration)
  local server = attached()
  if server then
    local argument = { uri = vim.uri_from_bufnr(0), consideration = consideration }
    require('tradeoff.client').execute(server, 'tradeoff.insertSkeleton', argument)
  end
end

---Inserts headings of all considerations that the answer at the cursor never weighs.
function M.insert_missing()
  local server = attached()
  if not server then
    return
  end
  local client = require('tradeoff.client')
  local bufnr = vim.api.nvim_get_current_buf()
  local uri = vim.uri_from_bufnr(bufnr)
  local params = { uri = uri, position = client.cursor(server, bufnr) }

  ---One after the other: each is put where the text then has a place for it.
  ---@param names string[]
  ---@param inserted integer
  local function insert(names, inserted)
    local name = table.remove(names, 1)
    if not name then
      local text = inserted > 0
          and ('inserted %d %s'):format(inserted, inserted == 1 and 'heading' or 'headings')
        or 'the headings are there; what is missing is what to say below them'
      client.notify(text)
      return
    end
    local argument = { uri = uri, consideration = name }
    client.execute(server, 'tradeoff.insertSkeleton', argument, function(_, failure)
      insert(names, inserted + (failure and 0 or 1))
    end, true)
  end

  client.request(server, 'tradeoff/explain', params, function(explanation)
    if type(explanation) ~= 'table' then
      M.insert()
      return
    end
    local names, unargued = {}, {}
    for _, weighed in ipairs(explanation.considerations) do
      if weighed.verdict == 'missing' then
        table.insert(names, weighed.consideration)
      elseif weighed.verdict == 'mentioned' then
        table.insert(unargued, weighed.consideration)
      end
    end
    if #names == 0 and #unargued > 0 then
      client.notify('nothing is missing; named, but not argued: ' .. table.concat(unargued, ', '))
    elseif #names == 0 then
      client.notify('nothing is missing')
    else
      insert(names, 0)
    end
  end)
end

---Names of considerations, for completion: those that are not argued first.
---@return string[]
function M.names()
  local standing = require('tradeoff.verdicts').get(vim.api.nvim_get_current_buf())
  local open, done = {}, {}
  for _, weighed in ipairs(standing and standing.considerations or {}) do
    table.insert(weighed.verdict == 'argued' and done or open, weighed.consideration)
  end
  local names = vim.list_extend(open, done)
  return #names > 0 and names or { 'consistency', 'latency', 'cost' }
end

return M
