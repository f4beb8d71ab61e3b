-- `:Tradeoff explain`: the verdicts on an answer, and what its clauses were taken for.
local M = {}

---What is shown of an explanation.
---@param explanation tradeoff.Explanation
---@return string[] lines
---@return tradeoff.Mark[] marks
function M.render(explanation)
  local highlights = require('tradeoff.highlights')
  local lines, marks = { '## Verdicts', '' }, {}
  for _, weighed in ipairs(explanation.considerations) do
    local head = ('- **%s** '):format(weighed.consideration)
    local sure = math.floor(weighed.confidence * 100 + 0.5)
    table.insert(marks, {
      line = #lines,
      from = #head,
      to = #head + #weighed.verdict,
      group = highlights.group(weighed.verdict),
    })
    table.insert(lines, ('%s%s (%d %%): %s'):format(head, weighed.verdict, sure, weighed.reason))
  end
  if #explanation.clauses > 0 then
    vim.list_extend(lines, { '', '## What was read' })
  end
  for _, clause in ipairs(explanation.clauses) do
    vim.list_extend(lines, { '', ('Line %d'):format(clause.range.start.line + 1), '> ' .. clause.text, '' })
    for _, reading in ipairs(clause.readings) do
      table.insert(lines, ('- %s: %s, %s'):format(reading.consideration, reading.kind, reading.reason))
    end
    if #clause.readings == 0 then
      table.insert(lines, '- about none of the considerations')
    end
  end
  return lines, marks
end

---Shows how the trade-off section at a place was read.
---@param uri string
---@param position lsp.Position
function M.open(uri, position)
  local client = require('tradeoff.client')
  local server = client.get(vim.uri_to_bufnr(uri))
  if not server then
    client.notify('the server does not run for this document (:checkhealth tradeoff)', vim.log.levels.WARN)
    return
  end
  client.request(server, 'tradeoff/explain', { uri = uri, position = position }, function(explanation)
    if type(explanation) ~= 'table' then
      client.notify('there is no trade-off section here; `:Tradeoff skeleton` inserts one')
      return
    end
    local lines, marks = M.render(explanation)
    local title = ('How %d was read'):format(explanation.question)
    require('tradeoff.view').open({ title = title, lines = lines, marks = marks })
  end)
end

---The same for the cursor.
function M.here()
  local client = require('tradeoff.client')
  local bufnr = vim.api.nvim_get_current_buf()
  local server = client.get(bufnr)
  local position = server and client.cursor(server, bufnr) or { line = 0, character = 0 }
  M.open(vim.uri_from_bufnr(bufnr), position)
end

return M
