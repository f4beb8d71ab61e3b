-- `:Tradeoff progress`: how many questions are how far, in all and by section.
local M = {}

local WIDTH = 20

---States from the best on, with what a bar is made of.
local STATES = {
  { name = 'argued', cell = '█' },
  { name = 'answered', cell = '▓' },
  { name = 'draft', cell = '▒' },
  { name = 'unanswered', cell = '░' },
}

---A bar and the pieces of it. Whatever is not nothing gets a cell.
---@param counts tradeoff.Counts
---@return string bar
---@return { from: integer, to: integer, group: string }[] pieces
local function bar(counts)
  local cells, rest = {}, WIDTH
  for _, state in ipairs(STATES) do
    local count = counts[state.name]
    local share = counts.total > 0 and math.floor(count / counts.total * WIDTH) or 0
    cells[state.name] = math.min(rest, (count > 0 and share == 0) and 1 or share)
    rest = rest - cells[state.name]
  end
  cells.unanswered = cells.unanswered + (counts.unanswered > 0 and rest or 0)
  if counts.unanswered == 0 then
    cells.argued = cells.argued + rest
  end
  local text, pieces = '', {}
  for _, state in ipairs(STATES) do
    local piece = state.cell:rep(cells[state.name])
    if piece ~= '' then
      local group = require('tradeoff.highlights').group(state.name)
      table.insert(pieces, { from = #text, to = #text + #piece, group = group })
      text = text .. piece
    end
  end
  return text, pieces
end

---@param progress tradeoff.Progress
---@return string[] lines
---@return tradeoff.Mark[] marks
function M.render(progress)
  local marks = {} ---@type tradeoff.Mark[]
  local lines = {
    ('**%d of %d** questions are argued, %d answered, %d in draft.'):format(
      progress.argued,
      progress.total,
      progress.answered,
      progress.draft
    ),
  }
  if #progress.missing > 0 then
    local parts = vim.tbl_map(function(missing)
      return ('%s (%d)'):format(missing.consideration, missing.answers)
    end, progress.missing)
    vim.list_extend(lines, { '', 'Missing most often: ' .. table.concat(parts, ', ') .. '.' })
  end
  vim.list_extend(lines, { '', '## Sections', '' })
  local widest = 0
  for _, section in ipairs(progress.sections) do
    widest = math.max(widest, vim.fn.strdisplaywidth(section.title))
  end
  for _, section in ipairs(progress.sections) do
    local title = section.title .. (' '):rep(widest - vim.fn.strdisplaywidth(section.title))
    local text, pieces = bar(section)
    for _, piece in ipairs(pieces) do
      table.insert(marks, {
        line = #lines,
        from = #title + 1 + piece.from,
        to = #title + 1 + piece.to,
        group = piece.group,
      })
    end
    local done = ('%3d/%d'):format(section.argued, section.total)
    table.insert(lines, ('%s %s %s'):format(title, text, done))
  end
  local legend = vim.tbl_map(function(state)
    return state.cell .. ' ' .. state.name
  end, STATES)
  vim.list_extend(lines, { '', table.concat(legend, '  ') })
  return lines, marks
end

function M.open()
  local client = require('tradeoff.client')
  client.with_answers(function(server)
    local params = { uri = require('tradeoff.questions').place() }
    client.request(server, 'tradeoff/progress', params, function(progress)
      local lines, marks = M.render(progress)
      require('tradeoff.view').open({ title = 'Progress', lines = lines, marks = marks })
    end)
  end)
end

return M
