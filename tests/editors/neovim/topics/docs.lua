-- What the documentation promises.

---The code block with an info string in one of our pages.
local function block(case, path, info)
  local text = table.concat(vim.fn.readfile(case.root .. '/' .. path), '\n')
  return assert(text:match('```' .. info .. '\n(.-)\n```'), path .. ' has no block ' .. info)
end

---A home in which the repository lies where the documentation says.
local function with_clone(case)
  vim.fn.mkdir(case.home .. '/src', 'p')
  assert(vim.uv.fs_symlink(case.root, case.home .. '/src/tradeoff'))
  return { PATH = vim.fs.dirname(vim.env.TRADEOFF) .. ':' .. vim.env.PATH }
end

return {
  {
    'three lines give findings, hover, snippets and :Tradeoff',
    function(case)
      local lines = vim.split(block(case, 'editors/neovim/README.md', 'lua init'), '\n')
      case:equal(#lines, 3)
      local child = case:nvim({ init = lines, env = with_clone(case) })
      child:edit('answers/0540-effectively-once.md')
      case:equal(child:lua('return vim.diagnostic.get(0)[1].source'), 'tradeoff')
      child:cmd('normal! gg')
      child:keys('K')
      child:wait('hover', function()
        return child:floats():find('effectively%-once with idempotency')
      end)
      child:cmd('fclose!')
      child:cmd('Tradeoff new 526')
      child:shows('# 526.')
      case:write('answers/0501-raft.md', '# 501. Raft\n')
      child:open('answers/0501-raft.md')
      child:attached()
      child:keys('Go<C-x><C-o>')
      child:accept_snippet()
    end,
  },
  {
    'docs/editors.md shows the same lines',
    function(case)
      case:equal(
        block(case, 'docs/editors.md', 'lua init'),
        block(case, 'editors/neovim/README.md', 'lua init')
      )
    end,
  },
  {
    'the help has its tags, and names nothing that is not there',
    function(case)
      local doc = case.home .. '/doc'
      assert(vim.system({ 'cp', '-r', case.plugin .. '/doc', doc }):wait().code == 0)
      -- It fails where a tag is given twice.
      vim.cmd.helptags(vim.fn.fnameescape(doc))
      local ours = {}
      for _, line in ipairs(vim.fn.readfile(doc .. '/tags')) do
        ours[line:match('^[^\t]+')] = true
      end
      for name in pairs(require('tradeoff.command').subcommands) do
        assert(ours[':Tradeoff-' .. name], name .. ' is not in the help')
      end
      for key in pairs(require('tradeoff.config').read(nil)) do
        assert(ours['tradeoff-options-' .. key], key .. ' is not in the help')
      end
      for group in pairs(require('tradeoff.highlights').groups) do
        assert(ours['hl-' .. group], group .. ' is not in the help')
      end
      local theirs = {}
      for _, line in ipairs(vim.fn.readfile(vim.env.VIMRUNTIME .. '/doc/tags')) do
        theirs[line:match('^[^\t]+')] = true
      end
      local text = table.concat(vim.fn.readfile(doc .. '/tradeoff.txt'), '\n')
      local count = 0
      for link in text:gmatch('|(%S-)|') do
        count = count + 1
        assert(ours[link] or theirs[link], link .. ' leads nowhere')
      end
      assert(count > 20, 'links were not found')
      for number, line in ipairs(vim.split(text, '\n')) do
        assert(vim.fn.strdisplaywidth(line) <= 82, ('line %d is too long'):format(number))
      end
    end,
  },
  {
    ':help tradeoff opens it',
    function(case)
      local copy = case.home .. '/plugin'
      assert(vim.system({ 'cp', '-r', case.plugin, copy }):wait().code == 0)
      local child = case:nvim({ init = { ('vim.opt.runtimepath:prepend(%q)'):format(copy) } })
      child:cmd('helptags ' .. copy .. '/doc')
      child:cmd('help :Tradeoff-timer')
      case:has(child:lua('return vim.api.nvim_get_current_line()'), '*:Tradeoff-timer*')
    end,
  },
  {
    'the way for Neovim 0.10 works',
    function(case)
      local help = table.concat(vim.fn.readfile(case.plugin .. '/doc/tradeoff.txt'), '\n')
      local code =
        assert(help:match('vim.lsp.enable%(%)|. Instead: >lua\n(.-)\n<'), 'the help has no such code')
      local init = case:init(code)
      table.remove(init)
      local child = case:nvim({ init = init })
      child:edit('answers/0540-effectively-once.md')
      case:equal(child:lua('return vim.lsp.get_clients()[1].root_dir'), case.folder)
    end,
  },
}
