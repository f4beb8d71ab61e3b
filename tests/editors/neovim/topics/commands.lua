-- `:Tradeoff` and its sub-commands.
local ANSWER = 'answers/0540-effectively-once.md'

return {
  {
    'new NUMBER starts an answer beside the one at hand',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('Tradeoff new 526')
      child:shows('# 526.')
      local name = child:lua('return vim.api.nvim_buf_get_name(0)')
      case:has(name, case.folder .. '/answers/0526-')
      assert(vim.uv.fs_stat(name), 'there is no file')
    end,
  },
  {
    'new NUMBER opens the answer that is there',
    function(case)
      local child = case:nvim()
      child:edit('answers/0641-microservices.md')
      child:cmd('Tradeoff new 540')
      child:shows('effectively-once with idempotency')
    end,
  },
  {
    'new NUMBER works from an empty editor, and in the folder that the user names',
    function(case)
      local child = case:nvim({
        more = ("vim.g.tradeoff = { cmd = { %q, 'lsp' }, answers = 'answers/later' }"):format(
          vim.env.TRADEOFF
        ),
      })
      child:cmd('Tradeoff new 501')
      child:shows('## Trade-offs')
      case:has(child:lua('return vim.api.nvim_buf_get_name(0)'), case.folder .. '/answers/later/0501-')
      child:attached()
      case:equal(child:lua('return #vim.lsp.get_clients()'), 1, 'servers')
    end,
  },
  {
    'a number that no bank has is told with the nearest one',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('Tradeoff new 5')
      child:heard('there is no question 5; did you mean')
      child:cmd('Tradeoff sheet 5')
      child:heard('there is no question 5')
    end,
  },
  {
    'next goes on with a draft, else with the first question without an answer',
    function(case)
      case:write(
        'answers/0700-draft.md',
        '---\nquestion: 700\nstatus: draft\n---\n\n# 700\n\nSome words of an answer.'
      )
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('Tradeoff next')
      child:shows('Some words of an answer.')
      vim.fn.delete(case.folder .. '/answers/0700-draft.md')
      local other = case:nvim()
      other:edit(ANSWER)
      other:cmd('Tradeoff next')
      other:shows('501')
      case:has(other:lua('return vim.api.nvim_buf_get_name(0)'), '/0501-')
    end,
  },
  {
    'right after the start, commands wait until the answers are read',
    function(case)
      for number = 501, 540 do
        case:write(
          ('answers/%d.md'):format(number),
          ('---\nquestion: %d\n---\n\n# Text\n\nWords.'):format(number)
        )
      end
      local child = case:nvim()
      child:cmd('Tradeoff next')
      child:shows('# 541.')
    end,
  },
  {
    'random starts an answer to a question that has none',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('Tradeoff random')
      child:shows('<!--')
      local name = child:lua('return vim.api.nvim_buf_get_name(0)')
      assert(not name:find('0540') and not name:find('0641'), name)
    end,
  },
  {
    'the choices of next and random',
    function(case)
      local questions = require('tradeoff.questions')
      local bank = {
        { number = 1, state = 'argued' },
        { number = 2, state = 'unanswered' },
        { number = 3, state = 'draft' },
        { number = 4, state = 'unanswered' },
      }
      case:equal(questions.next_of(bank).number, 3)
      table.remove(bank, 3)
      case:equal(questions.next_of(bank).number, 2)
      local drawn = {}
      for seed = 0, 5 do
        drawn[questions.random_of(bank, seed).number] = true
      end
      case:equal(drawn, { [2] = true, [4] = true })
      case:equal(questions.random_of({ bank[1] }, 3), nil)
      case:equal(questions.next_of({ bank[1] }), nil)
    end,
  },
  {
    'sheet without a number is that of the answer at the cursor',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('normal! G')
      child:cmd('Tradeoff sheet')
      child:shows('# 540.')
      child:shows('## Cover')
    end,
  },
  {
    'the question at a line, with several answers in a file',
    function(case)
      local questions = require('tradeoff.questions')
      local function answer(line)
        return { { uri = 'file:///a.md', range = { start = { line = line, character = 0 } } } }
      end
      local bank = {
        { number = 1, answers = answer(40) },
        { number = 2, answers = answer(4) },
        { number = 3, answers = {} },
      }
      local wanted = { [0] = 2, [4] = 2, [39] = 2, [40] = 1, [90] = 1 }
      for line, number in pairs(wanted) do
        case:equal(questions.at(bank, 'file:///a.md', line).number, number, 'line ' .. line)
      end
      case:equal(questions.at(bank, 'file:///b.md', 0), nil)
    end,
  },
  {
    'skeleton inserts what is lacking, and the heading that is asked for',
    function(case)
      case:write('answers/0501-raft.md', '# 501. Raft\n\nA leader is elected, and its log is copied.')
      local child = case:nvim()
      child:edit('answers/0501-raft.md')
      child:cmd('Tradeoff skeleton')
      child:shows('## Trade-offs')
      child:edit('answers/0641-microservices.md')
      child:cmd('Tradeoff skeleton consistency')
      child:shows('### Consistency')
      child:cmd('Tradeoff skeleton consistency')
      child:heard('nothing is inserted')
      child:cmd('Tradeoff skeleton beauty')
      child:heard('beauty')
    end,
  },
  {
    'missing inserts the headings of all that is not weighed, and nothing twice',
    function(case)
      case:write(
        'answers/0501-raft.md',
        '# 501. Raft\n\nA leader is elected.\n\n## Trade-offs\n\nWe take it, as the team knows it.'
      )
      local child = case:nvim()
      child:edit('answers/0501-raft.md')
      child:cmd('Tradeoff missing')
      child:heard('inserted 3 headings')
      local text = child:text()
      for _, heading in ipairs({ '### Consistency', '### Latency', '### Cost' }) do
        case:has(text, heading)
      end
      child:cmd('Tradeoff missing')
      child:heard('nothing is missing; named, but not argued: consistency, latency, cost')
      case:equal(child:text(), text)
    end,
  },
  {
    'log opens the log',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('Tradeoff log')
      case:equal(
        child:lua('return vim.api.nvim_buf_get_name(0)'),
        child:lua('return vim.lsp.log.get_filename()')
      )
    end,
  },
  {
    'restart starts a new server, also after the old one was killed',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      local function server()
        return vim.api.nvim_get_proc_children(child:lua('return vim.fn.getpid()'))[1]
      end
      local function restart(before)
        child:cmd('Tradeoff restart')
        child:wait('another server', function()
          local process = server()
          return process and process ~= before
        end)
        child:attached()
        child:wait('findings', function()
          return child:lua('return #vim.diagnostic.get(0) > 0')
        end)
      end
      local first = server()
      restart(first)
      child:heard('restarted for 1 document')
      local second = server()
      vim.uv.kill(second, 'sigkill')
      child:wait('end of the server', function()
        return child:lua('return #vim.lsp.get_clients() == 0')
      end)
      restart(second)
    end,
  },
  {
    'completion of sub-commands, numbers, considerations, actions and states',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      local function complete(line)
        return child:lua('return vim.fn.getcompletion(..., "cmdline")', line)
      end
      case:equal(complete('Tradeoff '), {
        'explain',
        'log',
        'missing',
        'new',
        'next',
        'progress',
        'questions',
        'random',
        'restart',
        'sheet',
        'skeleton',
        'timer',
      })
      case:equal(complete('Tradeoff ne'), { 'new', 'next' })
      case:equal(complete('vertical Tradeoff t'), { 'timer' })
      case:equal(
        complete('Tradeoff new 74'),
        { '740', '741', '742', '743', '744', '745', '746', '747', '748', '749' }
      )
      case:equal(complete('Tradeoff timer '), { 'start', 'pause', 'stop' })
      case:equal(complete('Tradeoff timer start '), {})
      case:equal(complete('Tradeoff questions d'), { 'draft' })
      child:wait('verdicts', function()
        return child:lua('return require("tradeoff").status()') ~= ''
      end)
      -- What is not argued comes first.
      case:equal(complete('Tradeoff skeleton '), { 'latency', 'cost', 'consistency' })
    end,
  },
  {
    'what cannot be understood is answered with what can',
    function(case)
      local child = case:nvim()
      for command, answer in pairs({
        ['Tradeoff nex'] = 'there is no `nex`; known are explain, log, missing',
        ['Tradeoff new raft'] = '`raft` is no number of a question',
        ['Tradeoff sheet raft'] = '`raft` is no number of a question',
        ['Tradeoff timer'] = 'the timer takes `start`, `pause` or `stop`',
        ['Tradeoff timer start soon'] = '`soon` is no number of minutes',
        ['Tradeoff skeleton'] = 'the server does not run for this document',
        ['Tradeoff explain'] = 'the server does not run for this document',
      }) do
        child:cmd(command)
        child:heard(answer)
      end
    end,
  },
  {
    'a server that is not there is told with the way out',
    function(case)
      local child = case:nvim({ more = "vim.g.tradeoff = { cmd = { 'no-such-program', 'lsp' } }" })
      child:cmd('Tradeoff next')
      child:heard('cannot run `no-such-program`; install it, or name it by vim.g.tradeoff.cmd')
    end,
  },
}
