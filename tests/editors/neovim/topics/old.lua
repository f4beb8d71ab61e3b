-- Neovim 0.10, started as the help says.
local function old(case)
  local help = table.concat(vim.fn.readfile(case.plugin .. '/doc/tradeoff.txt'), '\n')
  local code = assert(help:match('vim.lsp.enable%(%)|. Instead: >lua\n(.-)\n<'), 'the help has no such code')
  local init = case:init(code)
  -- That line is for 0.11.
  table.remove(init)
  local child = case:nvim({ init = init, program = assert(vim.env.NVIM_OLD, 'NVIM_OLD names Neovim 0.10') })
  case:equal(child:lua("return vim.fn.has('nvim-0.11')"), 0)
  return child
end

return {
  {
    'findings, verdicts and lens',
    function(case)
      local child = old(case)
      child:edit('answers/0540-effectively-once.md')
      child:wait('status', function()
        return child:lua('return require("tradeoff").status()') == 'Q540 C ✓ L ~ $ ~'
      end)
      child:wait('lens', function()
        return child:lua('return #vim.lsp.codelens.get(0) == 1')
      end)
    end,
  },
  {
    'the commands',
    function(case)
      local child = old(case)
      child:edit('answers/0641-microservices.md')
      child:cmd('Tradeoff skeleton consistency')
      child:shows('### Consistency')
      child:cmd('Tradeoff explain')
      child:shows('## Verdicts')
      child:keys('q')
      child:cmd('Tradeoff sheet 526')
      child:shows('# 526.')
      child:keys('q')
      child:cmd('Tradeoff next')
      child:shows('# 501.')
      child:cmd('Tradeoff progress')
      child:shows('## Sections')
      child:keys('q')
      case:equal(child:lua("return vim.fn.getcompletion('Tradeoff new 74', 'cmdline')[1]"), '740')
      child:cmd('Tradeoff restart')
      child:heard('restarted for')
    end,
  },
  {
    'checkhealth says how to start it there',
    function(case)
      local child = old(case)
      child:edit('answers/0540-effectively-once.md')
      child:cmd('checkhealth tradeoff')
      child:shows('`vim.lsp.enable` needs 0.11.')
      child:shows('OK client 1: tradeoff')
    end,
  },
}
