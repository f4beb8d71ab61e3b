-- What happens where the server is attached: code lens, inlay hints, completion, verdicts.
local M = {}

local group = vim.api.nvim_create_augroup('tradeoff.attach', {})

---@param bufnr integer
local function show_lenses(bufnr)
  ---@type table
  local codelens = vim.lsp.codelens
  -- Since 0.12 Neovim keeps them up to date by itself.
  if codelens.enable then
    codelens.enable(true, { bufnr = bufnr })
    return
  end
  codelens.refresh({ bufnr = bufnr })
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'TextChanged' }, {
    group = group,
    buffer = bufnr,
    desc = 'Refresh the line over each answer',
    callback = function()
      codelens.refresh({ bufnr = bufnr })
    end,
  })
end

---@param client vim.lsp.Client
---@param bufnr integer
local function complete(client, bufnr)
  if not vim.lsp.completion or not vim.lsp.completion.enable then
    local advice = '`completion` needs Neovim 0.11; use a completion plugin, or <C-x><C-o>'
    require('tradeoff.client').notify(advice, vim.log.levels.WARN)
    return
  end
  vim.lsp.completion.enable(true, client.id, bufnr, { autotrigger = true })
  -- With the default a single match is put in as it stands, and its snippet is not expanded.
  vim.api.nvim_set_option_value('completeopt', 'menuone,noinsert,popup', { buf = bufnr })
end

---@param client vim.lsp.Client
---@param bufnr integer
function M.attach(client, bufnr)
  local config = require('tradeoff.config').get()
  vim.api.nvim_clear_autocmds({ group = group, buffer = bufnr })
  if config.codelens then
    show_lenses(bufnr)
  end
  if vim.tbl_get(client, 'settings', 'tradeoff', 'inlayHints') then
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
  if config.completion then
    complete(client, bufnr)
  end
  require('tradeoff.verdicts').follow(client, bufnr, group)
end

return M
