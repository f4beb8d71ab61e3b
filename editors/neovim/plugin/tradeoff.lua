-- Runs at every start of Neovim: definitions only, nothing is loaded before it is needed.
if vim.g.loaded_tradeoff then
  return
end
vim.g.loaded_tradeoff = true

vim.api.nvim_create_user_command('Tradeoff', function(command)
  require('tradeoff.command').run(command.fargs)
end, {
  nargs = '*',
  desc = 'Write answers to system-design questions (:help tradeoff)',
  complete = function(lead, line, position)
    return require('tradeoff.command').complete(lead, line:sub(1, position))
  end,
})

local group = vim.api.nvim_create_augroup('tradeoff', {})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  desc = 'Code lens, verdicts and completion where the server is attached',
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'tradeoff' then
      require('tradeoff.attach').attach(client, event.buf)
    end
  end,
})

vim.api.nvim_create_autocmd('LspProgress', {
  group = group,
  pattern = 'end',
  desc = 'Note that the server has read the answers of the workspace',
  callback = function(event)
    if vim.startswith(tostring(event.data.params.token), 'tradeoff/scan/') then
      require('tradeoff.client').read_all(event.data.client_id)
    end
  end,
})

vim.api.nvim_create_autocmd('BufReadCmd', {
  group = group,
  pattern = 'tradeoff:/*',
  desc = 'Read-only sheets, as "go to definition" on Q501 opens them',
  callback = function(event)
    require('tradeoff.sheet').read(event.buf, event.match)
  end,
})
