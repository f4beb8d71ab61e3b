-- What is shown in windows of our own, and told to statuslines and autocommands.
local ANSWER = 'answers/0540-effectively-once.md'

---Whether the text at the first `pattern` in the current buffer has one of the groups.
local function highlighted(child, pattern, groups)
  return child:lua(
    [[
      local pattern, groups = ...
      local row = vim.fn.search(pattern, 'cnw') - 1
      local column = vim.fn.match(vim.fn.getline(row + 1), pattern)
      vim.treesitter.get_parser(0):parse(true)
      local at = vim.inspect_pos(0, row, column)
      local found = {}
      for _, item in ipairs(at.treesitter) do table.insert(found, item.hl_group) end
      for _, item in ipairs(at.extmarks) do table.insert(found, item.opts.hl_group) end
      for _, item in ipairs(at.syntax) do table.insert(found, item.hl_group) end
      for _, group in ipairs(groups) do
        if vim.tbl_contains(found, group) then return true end
      end
      return table.concat(found, ', ')
    ]],
    pattern,
    groups
  )
end

local function is_float(child)
  return child:lua("return vim.api.nvim_win_get_config(0).relative ~= ''")
end

return {
  {
    'progress in a floating window, coloured, closed by q',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('Tradeoff progress')
      child:shows('**0 of 250** questions are argued, 2 answered, 0 in draft.')
      child:shows('Missing most often: consistency (1).')
      assert(is_float(child), 'it does not float')
      case:equal(child:lua('return vim.bo.modifiable'), false)
      case:equal(highlighted(child, '▓', { 'TradeoffAnswered' }), true)
      case:equal(highlighted(child, '░', { 'TradeoffUnanswered' }), true)
      case:equal(highlighted(child, 'Sections', { '@markup.heading.2.markdown', 'markdownH2' }), true)
      case:equal(child:lua('return #vim.lsp.get_clients({ bufnr = 0 })'), 0, 'servers for the window')
      child:keys('q')
      child:wait('the answer again', function()
        return not is_float(child)
      end)
      case:equal(child:lua('return #vim.api.nvim_list_wins()'), 1)
    end,
  },
  {
    'bars show what is not nothing, and fill their width',
    function(case)
      local function counts(argued, answered, draft, unanswered)
        local total = argued + answered + draft + unanswered
        return {
          argued = argued,
          answered = answered,
          draft = draft,
          unanswered = unanswered,
          total = total,
          title = 'S',
        }
      end
      for want, section in pairs({
        ['S ░░░░░░░░░░░░░░░░░░░░   0/40'] = counts(0, 0, 0, 40),
        ['S ████████████████████  40/40'] = counts(40, 0, 0, 0),
        ['S █▓▒░░░░░░░░░░░░░░░░░   1/40'] = counts(1, 1, 1, 37),
        ['S ██████████░░░░░░░░░░  20/40'] = counts(20, 0, 0, 20),
        ['S ███████▓▓▓▓▓▓▓▒▒▒▒▒▒   1/3'] = counts(1, 1, 1, 0),
      }) do
        local progress = vim.tbl_extend('force', section, { sections = { section }, missing = {} })
        local lines = require('tradeoff.progress').render(progress)
        local bar = vim.iter(lines):find(function(line)
          return vim.startswith(line, 'S ')
        end)
        if section.total == 3 then
          -- What rounding leaves goes to the best state.
          case:equal(vim.fn.strdisplaywidth(bar), vim.fn.strdisplaywidth(want), bar)
        else
          case:equal(bar, want)
        end
      end
    end,
  },
  {
    'views open where the user wants them',
    function(case)
      for view, is_there in pairs({
        split = 'return vim.api.nvim_win_get_width(0) == vim.o.columns and #vim.api.nvim_tabpage_list_wins(0) == 2',
        vsplit = 'return vim.api.nvim_win_get_width(0) < vim.o.columns and #vim.api.nvim_tabpage_list_wins(0) == 2',
        tab = 'return #vim.api.nvim_list_tabpages() == 2',
      }) do
        local child = case:nvim({
          more = ("vim.g.tradeoff = { cmd = { %q, 'lsp' }, view = %q }"):format(vim.env.TRADEOFF, view),
        })
        child:edit(ANSWER)
        child:cmd('Tradeoff sheet 526')
        child:shows('# 526.')
        assert(not is_float(child) and child:lua(is_there), view)
        child:keys('q')
        child:shows('effectively-once with idempotency')
        child:stop()
      end
    end,
  },
  {
    'explain shows verdicts and what the clause was taken for',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:lua('vim.api.nvim_win_set_cursor(0, { 15, 0 })')
      child:cmd('Tradeoff explain')
      child:shows('- **latency** mentioned')
      child:shows('> Latency: fine.')
      case:equal(highlighted(child, '\\<mentioned\\>', { 'TradeoffMentioned' }), true)
      child:keys('q')
      case:write('answers/0501-raft.md', '# 501. Raft\n\nA leader is elected.')
      child:edit('answers/0501-raft.md')
      child:cmd('Tradeoff explain')
      child:heard('there is no trade-off section here')
    end,
  },
  {
    'going to the definition of Q526 opens its sheet, without a file',
    function(case)
      case:write('answers/0501-raft.md', '# 501. Raft\n\nSee Q526 for more.')
      local child = case:nvim()
      child:edit('answers/0501-raft.md')
      child:lua('vim.api.nvim_win_set_cursor(0, { 3, 5 })')
      child:lua('vim.lsp.buf.definition()')
      child:shows('## Cover')
      case:has(child:lua('return vim.api.nvim_buf_get_name(0)'), 'tradeoff:/sheets/0526-')
      case:equal(child:lua('return vim.bo.modifiable'), false)
      case:equal(child:lua('return #vim.lsp.get_clients({ bufnr = 0 })'), 0, 'servers for the sheet')
      child:keys('<C-o>')
      child:shows('See Q526 for more.')
    end,
  },
  {
    "the server's own command opens a sheet as ours does",
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:lua([[
        vim.lsp.get_clients()[1]:exec_cmd({ title = '', command = 'tradeoff.openSheet', arguments = { { number = 526 } } })
      ]])
      child:shows('# 526.')
      assert(is_float(child))
    end,
  },
  {
    'the statusline shows the answer at the cursor, and nothing elsewhere',
    function(case)
      case:write('README.md', 'Nothing here.')
      local child = case:nvim({ more = [[vim.o.statusline = "%{v:lua.require'tradeoff'.status()}"]] })
      local function status()
        return child:lua('return vim.api.nvim_eval_statusline(vim.o.statusline, {}).str')
      end
      case:equal(status(), '', 'before anything')
      child:edit(ANSWER)
      child:wait('status', function()
        return status() == 'Q540 C ✓ L ~ $ ~'
      end)
      child:open('README.md')
      case:equal(status(), '', 'elsewhere')
    end,
  },
  {
    'the event tells verdicts when they change, and only then',
    function(case)
      local child = case:nvim({
        more = [[
          _G.events = {}
          vim.api.nvim_create_autocmd('User', { pattern = 'TradeoffVerdict', callback = function(event)
            table.insert(_G.events, event.data)
          end })
        ]],
      })
      local function events(count)
        return child:wait('event ' .. count, function()
          local list = child:lua('return _G.events')
          return #list >= count and list
        end)
      end
      child:edit(ANSWER)
      local first = events(1)
      case:equal(first[1].question, 540)
      case:equal(first[1].verdicts, { consistency = 'argued', latency = 'mentioned', cost = 'mentioned' })
      child:lua('vim.api.nvim_win_set_cursor(0, { 15, 0 })')
      child:keys('ccLatency: a call takes 3 ms more at the median.<Esc>')
      local second = events(2)
      case:equal(second[2].verdicts.latency, 'argued')
      -- A blank changes nothing; whatever comes next is about the change after it.
      child:keys('A <Esc>')
      child:wait('typed', function()
        return child:lines()[15]:match(' $')
      end)
      child:keys('Gdd')
      local third = events(3)
      case:equal(#third, 3)
      case:equal(third[3].verdicts.cost, 'missing')
    end,
  },
  {
    'highlight groups are linked to standard ones, and a user may define them',
    function(case)
      local child = case:nvim({ more = "vim.api.nvim_set_hl(0, 'TradeoffArgued', { bold = true })" })
      child:edit(ANSWER)
      child:cmd('Tradeoff progress')
      child:shows('## Sections')
      case:equal(
        child:lua("return vim.api.nvim_get_hl(0, { name = 'TradeoffMissing' }).link"),
        'DiagnosticError'
      )
      case:equal(child:lua("return vim.api.nvim_get_hl(0, { name = 'TradeoffArgued' }).bold"), true)
    end,
  },
}
