-- A read-only buffer with Markdown in a floating window or a split, closed by `q`.
local M = {}

local namespace = vim.api.nvim_create_namespace('tradeoff.view')

---@class tradeoff.Mark
---@field line integer from 0
---@field from integer byte, from 0
---@field to integer byte, exclusive
---@field group string

---Makes a buffer one that is only to be read.
---@param bufnr integer
---@param lines string[]
function M.fill(bufnr, lines)
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  -- Before the file type, so that no language server takes it for a document.
  vim.bo[bufnr].buftype = 'nofile'
  vim.bo[bufnr].swapfile = false
  vim.bo[bufnr].filetype = 'markdown'
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].modified = false
  -- The parser comes with Neovim; where somebody took it away, the syntax file serves.
  pcall(vim.treesitter.start, bufnr, 'markdown')
end

---@param lines string[]
---@param title string
---@param border any
---@return vim.api.keyset.win_config
local function centred(lines, title, border)
  local widest = vim.fn.strdisplaywidth(title) + 2
  for _, line in ipairs(lines) do
    widest = math.max(widest, vim.fn.strdisplaywidth(line))
  end
  local width = math.min(widest + 2, math.max(20, vim.o.columns - 8), 100)
  local rows = 0
  for _, line in ipairs(lines) do
    rows = rows + math.max(1, math.ceil(vim.fn.strdisplaywidth(line) / width))
  end
  local height = math.max(1, math.min(rows, vim.o.lines - 6))
  return {
    relative = 'editor',
    width = width,
    height = height,
    row = math.max(0, math.floor((vim.o.lines - height) / 2) - 1),
    col = math.max(0, math.floor((vim.o.columns - width) / 2)),
    style = 'minimal',
    border = border,
    title = ' ' .. title .. ' ',
    title_pos = 'center',
  }
end

---@param bufnr integer
---@param lines string[]
---@param title string
---@return integer window
local function show(bufnr, lines, title)
  local config = require('tradeoff.config').get()
  if config.view == 'float' then
    return vim.api.nvim_open_win(bufnr, true, centred(lines, title, config.border))
  end
  vim.cmd(({ split = 'split', vsplit = 'vsplit', tab = 'tab split' })[config.view])
  vim.api.nvim_win_set_buf(0, bufnr)
  return vim.api.nvim_get_current_win()
end

---Opens Markdown for reading.
---@param opts { title: string, lines: string[], marks?: tradeoff.Mark[] }
---@return integer bufnr
---@return integer window
function M.open(opts)
  require('tradeoff.highlights').define()
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.bo[bufnr].bufhidden = 'wipe'
  M.fill(bufnr, opts.lines)
  for _, mark in ipairs(opts.marks or {}) do
    vim.api.nvim_buf_set_extmark(bufnr, namespace, mark.line, mark.from, {
      end_col = mark.to,
      hl_group = mark.group,
      -- Above what the Markdown highlighter says.
      priority = 200,
    })
  end
  local window = show(bufnr, opts.lines, opts.title)
  vim.wo[window].wrap = true
  vim.wo[window].linebreak = true
  vim.wo[window].conceallevel = 2
  vim.wo[window].concealcursor = 'nc'
  vim.wo[window].spell = false
  M.close_by_q(bufnr)
  return bufnr, window
end

---@param bufnr integer
function M.close_by_q(bufnr)
  vim.keymap.set('n', 'q', function()
    -- The last window of all cannot be closed.
    if not pcall(vim.api.nvim_win_close, 0, false) then
      vim.api.nvim_buf_delete(bufnr, { force = true })
    end
  end, { buffer = bufnr, nowait = true, desc = 'Close' })
end

return M
