-- `:Tradeoff timer`.
local ANSWER = 'answers/0540-effectively-once.md'

local WATCH = [[
  _G.states = {}
  vim.api.nvim_create_autocmd('User', { pattern = 'TradeoffTimer', callback = function(event)
    table.insert(_G.states, event.data.state)
  end })
]]

local function options(text)
  return ('%s\nvim.g.tradeoff = { cmd = { %q, "lsp" }, timer = { %s } }'):format(
    WATCH,
    vim.env.TRADEOFF,
    text
  )
end

local function states(child, count)
  return child:wait('timer event ' .. count, function()
    local list = child:lua('return _G.states')
    return #list >= count and list
  end)
end

local function status(child)
  return child:lua('return require("tradeoff").status()')
end

return {
  {
    "it starts with the question's minutes, pauses and goes on",
    function(case)
      local child = case:nvim({ more = options('') })
      child:edit(ANSWER)
      child:cmd('Tradeoff timer start')
      states(child, 1)
      child:wait('status', function()
        return status(child):find('  %d%d:%d%d$')
      end)
      child:cmd('Tradeoff timer pause')
      case:has(status(child), ' paused')
      child:cmd('Tradeoff timer pause')
      assert(not status(child):find('paused'), status(child))
      child:cmd('Tradeoff timer start')
      child:heard('the timer runs: ')
      child:cmd('Tradeoff timer stop')
      case:equal(states(child, 4), { 'started', 'paused', 'resumed', 'stopped' })
      assert(not status(child):find(':'), status(child))
      child:heard('0 minutes, ')
      child:cmd('Tradeoff timer stop')
      child:heard('no timer runs')
      child:cmd('Tradeoff timer pause')
      child:heard('no timer runs; `:Tradeoff timer start` starts one')
    end,
  },
  {
    'it warns before the end, tells the end, and counts on',
    function(case)
      local child = case:nvim({ more = options('warn = 0.01') })
      child:edit(ANSWER)
      -- 1.2 s, and a warning 0.6 s before the end.
      child:cmd('Tradeoff timer start 0.02')
      case:equal(states(child, 3), { 'started', 'warned', 'ended' })
      child:heard('time is up: 107 words')
      child:wait('time over', function()
        return status(child):find('+0:%d%d$')
      end)
    end,
  },
  {
    'the end is recorded in front matter for those who want that',
    function(case)
      case:write('answers/0501-raft.md', '---\nquestion: 501\n---\n\n# 501. Raft\n\nA leader.')
      local child = case:nvim({ more = options('record = true') })
      child:edit('answers/0501-raft.md')
      child:cmd('Tradeoff timer start 5')
      child:cmd('Tradeoff timer stop')
      case:equal(
        vim.list_slice(child:lines(), 1, 5),
        { '---', 'question: 501', 'minutes_spent: 0', '---', '' }
      )
    end,
  },
  {
    'front matter keeps everything else',
    function(case)
      local with = require('tradeoff.timer').with_minutes
      case:equal(
        with({ '---', 'a: 1', '---', 'Text' }, 7),
        { '---', 'a: 1', 'minutes_spent: 7', '---', 'Text' }
      )
      case:equal(
        with({ '---', 'minutes_spent: 3', 'a: 1', '---', '', '---' }, 7),
        { '---', 'minutes_spent: 7', 'a: 1', '---', '', '---' }
      )
      case:equal(with({ '# Text' }, 7), nil)
      case:equal(with({ '---', 'never closed' }, 7), nil)
      case:equal(with({}, 7), nil)
    end,
  },
}
