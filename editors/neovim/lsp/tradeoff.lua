-- What `vim.lsp.enable('tradeoff')` starts (Neovim 0.11). A user's own `vim.lsp.config('tradeoff', {...})` is merged
-- over it. On Neovim 0.10, `require('tradeoff').start()` reads this file.
local options = require('tradeoff.config').get()

---@type vim.lsp.Config
return {
  cmd = options.cmd,
  filetypes = { 'markdown', 'mdx', 'markdown.mdx', 'quarto' },
  root_markers = { 'tradeoff.toml', '.git' },
  -- An empty table would be sent as a list.
  settings = { tradeoff = next(options.settings) and options.settings or vim.empty_dict() },
  -- We serve `tradeoff:` documents ourselves, so that a sheet needs no file.
  init_options = { sheetDocuments = true },
  capabilities = { experimental = { commands = { commands = { 'tradeoff.explain' } } } },
  commands = {
    ['tradeoff.explain'] = function(command)
      local argument = command.arguments[1]
      require('tradeoff.explain').open(argument.uri, { line = argument.line, character = 0 })
    end,
  },
  handlers = {
    ['window/showDocument'] = function(failure, result, context)
      return require('tradeoff.sheet').show_document(failure, result, context)
    end,
  },
}
