-- Completion and snippets, by what Neovim has itself.
return {
  {
    'a title completes to the skeleton of an answer, whose prompts are stops',
    function(case)
      case:write('answers/0501-raft.md', '# 501. Raft\n')
      local child = case:nvim({
        more = ("vim.g.tradeoff = { cmd = { %q, 'lsp' }, completion = true }"):format(vim.env.TRADEOFF),
      })
      child:open('answers/0501-raft.md')
      child:attached()
      child:keys('Go<C-x><C-o>')
      child:accept_snippet()
      child:shows('## Trade-offs')
      child:keys('first')
      child:shows('first')
      child:keys('<Tab>')
      child:keys('second')
      child:shows('second')
      local first, second
      for i, line in ipairs(child:lines()) do
        first = line:find('first', 1, true) and i or first
        second = line:find('second', 1, true) and i or second
      end
      assert(first < second, child:text())
    end,
  },
  {
    'references complete as one types',
    function(case)
      local child = case:nvim({
        more = ("vim.g.tradeoff = { cmd = { %q, 'lsp' }, completion = true }"):format(vim.env.TRADEOFF),
      })
      child:edit('answers/0540-effectively-once.md')
      child:lua('vim.api.nvim_win_set_cursor(0, { 4, 0 })')
      child:keys('A See Q52')
      child:wait('menu', function()
        local items = child:lua(
          'return vim.tbl_map(function(i) return i.word .. i.abbr end, vim.fn.complete_info({ "items" }).items)'
        )
        return table.concat(items, '\n'):find('526', 1, true)
      end)
    end,
  },
  {
    'without the option nothing is changed',
    function(case)
      local child = case:nvim()
      child:edit('answers/0540-effectively-once.md')
      case:equal(child:lua("return vim.api.nvim_get_option_value('completeopt', { scope = 'local' })"), '')
    end,
  },
}
