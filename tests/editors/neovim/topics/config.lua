-- `vim.g.tradeoff`.
return {
  {
    'what cannot be used is told, and its default holds',
    function(case)
      local read = require('tradeoff.config').read
      for _, example in ipairs({
        { { view = 'window' }, "`view` must be one of 'float', 'split', 'vsplit', 'tab', not \"window\"" },
        {
          { cmd = 'tradeoff lsp' },
          "`cmd` must be a list of strings such as { 'tradeoff', 'lsp' }, not \"tradeoff lsp\"",
        },
        { { cmd = {} }, '`cmd` must be a list' },
        { { timer = { minutes = -1 } }, '`timer.minutes` must be a number of at least 0.01, not -1' },
        { { timer = 45 }, '`timer` must be a table, not 45' },
        { { settings = { hints = 'some' } }, "`settings.hints` must be one of 'full', 'terms', 'off'" },
        {
          { colour = true },
          'there is no `colour`; known are answers, border, cmd, codelens, completion, settings, timer, view',
        },
        { 'float', 'a table or a function is expected, not "float"' },
        {
          function()
            error('oh')
          end,
          'the function fails: ',
        },
      }) do
        local config, complaints = read(example[1])
        case:equal(#complaints, 1, vim.inspect(example[1]))
        case:has(complaints[1], example[2])
        case:equal(config, (read(nil)), 'configuration')
      end
    end,
  },
  {
    'what can be used is taken, from a table and from a function, beside what cannot',
    function(case)
      local read = require('tradeoff.config').read
      local config, complaints = read(function()
        return { view = 'tab', timer = { record = true }, settings = { hints = 'off', log = 'loud' } }
      end)
      case:equal(config.view, 'tab')
      case:equal(config.timer, { minutes = 45, warn = 10, record = true })
      case:equal(config.settings, { hints = 'off' })
      case:equal(#complaints, 1)
    end,
  },
  {
    'the user sees it once',
    function(case)
      local child = case:nvim({
        more = ("vim.g.tradeoff = { cmd = { %q, 'lsp' }, vew = 'tab' }"):format(vim.env.TRADEOFF),
      })
      child:edit('answers/0540-effectively-once.md')
      child:cmd('Tradeoff progress')
      child:shows('## Sections')
      child:heard('vim.g.tradeoff: there is no `vew`')
      local count = select(2, child:lua('return table.concat(_G.said, "\\n")'):gsub('vew', ''))
      case:equal(count, 1)
    end,
  },
  {
    'a function is asked',
    function(case)
      local child = case:nvim({
        more = ("vim.g.tradeoff = function() return { cmd = { %q, 'lsp' }, view = 'split' } end"):format(
          vim.env.TRADEOFF
        ),
      })
      child:edit('answers/0540-effectively-once.md')
      child:cmd('Tradeoff progress')
      child:shows('## Sections')
      case:equal(child:lua('return vim.api.nvim_win_get_config(0).relative'), '')
    end,
  },
}
