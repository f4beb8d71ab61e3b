-- `:checkhealth tradeoff`.
local function report(child)
  child:cmd('checkhealth tradeoff')
  return child:shows('tradeoff: ') and child:text()
end

return {
  {
    'all is well',
    function(case)
      local child = case:nvim()
      child:edit('answers/0540-effectively-once.md')
      local text = report(child)
      for _, part in ipairs({
        'OK Neovim 0.',
        'OK vim.g.tradeoff: valid',
        'OK program: ' .. vim.env.TRADEOFF,
        'OK version: tradeoff',
        'OK client 1: tradeoff 0.',
        'root: ' .. case.folder,
        'OK configuration: ' .. case.folder .. '/tradeoff.toml',
        'attached to 1 document',
        'settings: defaults',
      }) do
        case:has(text, part)
      end
      assert(not text:find('ERROR') and not text:find('WARNING'), text)
    end,
  },
  {
    'a program that is not there, and how to get it',
    function(case)
      local child = case:nvim({ more = "vim.g.tradeoff = { cmd = { 'no-such-program', 'lsp' } }" })
      local text = report(child)
      case:has(text, 'ERROR cannot run `no-such-program`')
      case:has(text, 'Or name it: `vim.g.tradeoff = { cmd')
    end,
  },
  {
    'a program that is another',
    function(case)
      local child = case:nvim({ more = "vim.g.tradeoff = { cmd = { 'false', 'lsp' } }" })
      case:has(report(child), 'ERROR `false lsp --version` fails with status 1')
    end,
  },
  {
    'a server that is not enabled, one that waits for a document, a mistake in the options',
    function(case)
      local init = case:init(("vim.g.tradeoff = { cmd = { %q, 'lsp' }, viw = 1 }"):format(vim.env.TRADEOFF))
      table.remove(init)
      local child = case:nvim({ init = init })
      local text = report(child)
      case:has(text, 'WARNING the server does not run')
      case:has(text, "Enable it: `vim.lsp.enable('tradeoff')`")
      case:has(text, 'ERROR vim.g.tradeoff: there is no `viw`')
      case:has(report(case:nvim()), 'It is enabled: open a Markdown file.')
    end,
  },
  {
    'a document without a root',
    function(case)
      vim.fn.delete(case.folder .. '/tradeoff.toml')
      local child = case:nvim()
      child:open('answers/0540-effectively-once.md')
      child:attached()
      case:has(report(child), 'WARNING no root: neither `tradeoff.toml` nor `.git`')
    end,
  },
}
