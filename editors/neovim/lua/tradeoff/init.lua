-- What other people's configurations call. Everything else is reached by `:Tradeoff`.
local M = {}

---For a statusline: the answer at the cursor with its verdicts, and the timer while it runs. Empty elsewhere.
---
---     Q526 C ✓ L ~ $ –  41:07
---
---@param bufnr? integer default: the current buffer
---@return string
function M.status(bufnr)
  local parts = {}
  for _, module in ipairs({ 'tradeoff.verdicts', 'tradeoff.timer' }) do
    -- A statusline is drawn often and early: what was never used is not loaded for it.
    local loaded = package.loaded[module]
    local text = loaded and loaded.status(bufnr or vim.api.nvim_get_current_buf()) or ''
    if text ~= '' then
      table.insert(parts, text)
    end
  end
  return table.concat(parts, '  ')
end

---Starts the server for a buffer: for Neovim 0.10, which has no `vim.lsp.enable`.
---@param bufnr? integer default: the current buffer
---@return integer? id of the client
function M.start(bufnr)
  return require('tradeoff.client').start(bufnr or vim.api.nvim_get_current_buf())
end

return M
