-- Choosing by `vim.ui.select`, which others replace.
local ANSWER = 'answers/0540-effectively-once.md'

-- Chooses what the test says, as a picker of others would, and keeps what it was given.
local OWN_PICKER = [[
  _G.shown, _G.choices = {}, ...
  vim.ui.select = function(items, opts, on_choice)
    local texts = vim.tbl_map(opts.format_item or tostring, items)
    table.insert(_G.shown, { texts = texts, prompt = opts.prompt, kind = opts.kind })
    local wanted = table.remove(_G.choices, 1)
    for i, text in ipairs(texts) do
      if wanted and text:find(wanted, 1, true) then
        return on_choice(items[i], i)
      end
    end
    on_choice(nil, nil)
  end
]]

local function shown(child, number)
  return child:wait('picker', function()
    local picker = child:lua('return _G.shown[...]', number)
    return picker ~= vim.NIL and picker
  end)
end

return {
  {
    'every question with number, state and text',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:lua(OWN_PICKER, {})
      child:cmd('Tradeoff questions')
      local picker = shown(child, 1)
      case:equal(#picker.texts, 250)
      case:equal(picker.kind, 'tradeoff.question')
      case:equal(
        picker.texts[40],
        '540  answered    Why is "exactly-once" actually "effectively-once with idempotency"?'
      )
      case:has(picker.texts[1], '501  unanswered  ')
    end,
  },
  {
    'words search',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:lua(OWN_PICKER, {})
      child:cmd('Tradeoff questions answered exactly')
      case:equal(#shown(child, 1).texts, 1)
      child:cmd('Tradeoff questions zebra')
      child:heard('no question fits `zebra`')
      local questions = require('tradeoff.questions')
      local question = {
        number = 540,
        state = 'answered',
        text = 'Why Raft?',
        sectionTitle = 'Consensus',
        shape = 'concept',
      }
      for words, fits in pairs({
        ['54'] = true,
        ['q540'] = true,
        ['40'] = false,
        ['raft WHY'] = true,
        ['consensus answered'] = true,
        ['raft draft'] = false,
      }) do
        case:equal(questions.matches(question, vim.split(words, ' ')), fits, words)
      end
    end,
  },
  {
    'a chosen question opens its answer, starts one, or shows its sheet',
    function(case)
      local child = case:nvim()
      child:edit('answers/0641-microservices.md')
      child:lua(OWN_PICKER, { '540', 'Open the answer' })
      child:cmd('Tradeoff questions')
      child:shows('effectively-once with idempotency')
      child:lua(OWN_PICKER, { '502', 'Start an answer' })
      child:cmd('Tradeoff questions')
      child:shows('# 502.')
      child:lua(OWN_PICKER, { '503', 'Read the sheet' })
      child:cmd('Tradeoff questions')
      child:shows('## Cover')
    end,
  },
  {
    'several answers are offered with their places',
    function(case)
      case:write('other/0540-effectively-once.md', '# Q540\n\nOnce more.')
      case:write('tradeoff.toml', '')
      local child = case:nvim()
      child:edit(ANSWER)
      child:lua(OWN_PICKER, { '540', 'Open the answer', 'other/' })
      child:cmd('Tradeoff questions')
      child:shows('Once more.')
      case:equal(
        shown(child, 3).texts,
        { 'answers/0540-effectively-once.md:1', 'other/0540-effectively-once.md:1' }
      )
    end,
  },
  {
    'new without a number offers what has no answer',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:lua(OWN_PICKER, { '526' })
      child:cmd('Tradeoff new')
      child:shows('# 526.')
      local texts = table.concat(shown(child, 1).texts, '\n')
      assert(not texts:find('540 ', 1, true), 'an answered question is offered')
      case:has(texts, '750')
    end,
  },
  {
    "Neovim's own list is searched first",
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('Tradeoff questions')
      child:wait('prompt', function()
        return child:lua('return vim.fn.mode()') == 'c'
      end)
      child:keys('effectively<CR>')
      -- The list, with one entry, and then what to do with it.
      child:keys('1<CR>1<CR>')
      child:shows('effectively-once with idempotency')
    end,
  },
  {
    ':Tradeoff alone offers the sub-commands',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:lua(OWN_PICKER, { 'progress' })
      child:cmd('Tradeoff')
      child:shows('## Sections')
      case:equal(#shown(child, 1).texts, 12)
    end,
  },
}
