-- Skeletons through completion plugins of others. By hand, as none of the registries has them:
--
--   TRADEOFF=target/debug/tradeoff nvim -l others.lua blink.cmp FOLDER_OF_BLINK_CMP
--   TRADEOFF=target/debug/tradeoff nvim -l others.lua nvim-cmp FOLDER_OF_NVIM_CMP FOLDER_OF_CMP_NVIM_LSP
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2)))
package.path = here .. '/?.lua;' .. package.path
local Child = require('child')

local which = arg[1]
local home = vim.fn.tempname()
vim.fn.mkdir(home, 'p')
assert(vim.system({ 'cp', '-r', here .. '/workspace', home .. '/notes' }):wait().code == 0)
vim.fn.writefile({ '# 501. Raft', '' }, home .. '/notes/answers/0501-raft.md')

local init = {
  ('vim.opt.runtimepath:prepend(%q)'):format(vim.fs.normalize(here .. '/../../../editors/neovim')),
  ("vim.g.tradeoff = { cmd = { %q, 'lsp' } }"):format(vim.fs.abspath(vim.env.TRADEOFF)),
}
for i = 2, #arg do
  table.insert(init, ('vim.opt.runtimepath:prepend(%q)'):format(vim.fs.abspath(arg[i])))
end
local plugins = {
  ['nvim-cmp'] = {
    setup = [[
      require('cmp_nvim_lsp').setup()
      local cmp = require('cmp')
      cmp.setup({
        mapping = cmp.mapping.preset.insert({ ['<C-y>'] = cmp.mapping.confirm({ select = true }) }),
        snippet = { expand = function(arguments) vim.snippet.expand(arguments.body) end },
        sources = { { name = 'nvim_lsp' } },
      })
      vim.lsp.config('*', { capabilities = require('cmp_nvim_lsp').default_capabilities() })
    ]],
    open = "require('cmp').complete()",
    is_open = "return require('cmp').visible()",
  },
  ['blink.cmp'] = {
    -- Its own matcher is a binary that it downloads.
    setup = "require('blink.cmp').setup({ fuzzy = { implementation = 'lua' }, sources = { default = { 'lsp' } } })",
    open = "require('blink.cmp').show()",
    is_open = "return require('blink.cmp').is_menu_visible()",
  },
}
local plugin = assert(plugins[which], 'blink.cmp or nvim-cmp')
vim.list_extend(init, { plugin.setup, "vim.lsp.enable('tradeoff')" })

local child = Child.start({ init = init, home = home, folder = home .. '/notes' })
child:open('answers/0501-raft.md')
child:attached()
child:keys('Go')
child:accept_snippet(function()
  if child:lua('return vim.fn.mode()') == 'i' and not child:lua(plugin.is_open) then
    child:lua(plugin.open)
  end
  return child:lua(plugin.is_open)
end)
child:keys('First.')
child:shows('First.')
local row = child:lua('return vim.fn.line(".")')
child:keys('<Tab>')
child:wait('the next stop', function()
  return child:lua('return vim.fn.line(".")') > row
end)
child:keys('Second.')
child:shows('Second.')
assert(
  child:text():find('What problem it solves.*First%..*The parts and their state.*Second%.'),
  child:text()
)
child:stop()
io.stdout:write(which, ': 1 passed, 0 failed\n')
