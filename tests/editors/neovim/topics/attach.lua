-- The server starts by itself, and shows what it shows everywhere.
local ANSWER = 'answers/0540-effectively-once.md'

---What the command line finds, as Neovim would say it.
local function from_command_line(case)
  local command = { vim.env.TRADEOFF, 'lint', '--hints', '--format', 'json', ANSWER }
  local result = vim.system(command, { cwd = case.folder, text = true }):wait()
  local findings = vim.json.decode(result.stdout).findings
  return vim.tbl_map(function(finding)
    return { line = finding.line, column = finding.column, code = finding.rule, message = finding.message }
  end, findings)
end

return {
  {
    'findings are those of the command line',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      local expected = from_command_line(case)
      assert(#expected >= 2, 'the sample has nothing to find')
      local shown = child:wait('findings', function()
        local list = child:lua([[
          return vim.tbl_map(function(found)
            local text = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, true)[1]
            local column = vim.str_utfindex(text, 'utf-32', found.col) + 1
            return { line = found.lnum + 1, column = column, code = found.code, message = found.message }
          end, vim.diagnostic.get(0))
        ]])
        return #list >= #expected and list
      end)
      table.sort(shown, function(a, b)
        return a.line < b.line or (a.line == b.line and a.code < b.code)
      end)
      table.sort(expected, function(a, b)
        return a.line < b.line or (a.line == b.line and a.code < b.code)
      end)
      case:equal(shown, expected, 'findings')
    end,
  },
  {
    'the root is the folder of tradeoff.toml, and a document below it shares the server',
    function(case)
      case:write('answers/deep/README.md', '# Nothing')
      local child = case:nvim()
      child:edit(ANSWER)
      case:equal(child:lua('return vim.lsp.get_clients()[1].root_dir'), case.folder, 'root')
      child:open('answers/deep/README.md')
      child:attached()
      case:equal(child:lua('return #vim.lsp.get_clients()'), 1, 'servers')
    end,
  },
  {
    'files of other types are left alone',
    function(case)
      case:write('notes.txt', '501')
      local child = case:nvim()
      child:open('notes.txt')
      child:edit(ANSWER)
      child:open('notes.txt')
      case:equal(child:lua('return #vim.lsp.get_clients({ bufnr = 0 })'), 0, 'clients')
      case:equal(child:lua('return vim.lsp.config.tradeoff.filetypes[1]'), 'markdown')
    end,
  },
  {
    'hover shows the question and its sheet',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      child:cmd('normal! gg')
      child:keys('K')
      child:wait('hover', function()
        return child:floats():find('effectively%-once with idempotency')
      end)
      case:has(child:floats(), '540')
    end,
  },
  {
    'settings reach the server, and change what it shows',
    function(case)
      local child = case:nvim({
        more = "vim.lsp.config('tradeoff', { settings = { tradeoff = { hints = 'off' } } })",
      })
      child:edit(ANSWER)
      child:cmd('Tradeoff sheet 540')
      child:shows('540')
      assert(not child:text():find('## Cover', 1, true), child:text())
    end,
  },
  {
    'settings by vim.g.tradeoff reach the server as well',
    function(case)
      local child = case:nvim({
        more = ("vim.g.tradeoff = { cmd = { %q, 'lsp' }, settings = { hints = 'off' } }"):format(
          vim.env.TRADEOFF
        ),
      })
      child:edit(ANSWER)
      child:cmd('Tradeoff sheet 540')
      child:shows('540')
      assert(not child:text():find('## Cover', 1, true), child:text())
    end,
  },
  {
    'the code lens stands over the answer',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      local lens = child:wait('code lens', function()
        local titles = child:lua([[
          return vim.tbl_map(function(lens) return lens.command.title end, vim.lsp.codelens.get(0))
        ]])
        return titles[1]
      end)
      case:has(lens, 'consistency ✓')
      -- What Neovim puts on the screen.
      child:wait('virtual text', function()
        return child:lua([[
          for name, id in pairs(vim.api.nvim_get_namespaces()) do
            if name:find('codelens') and #vim.api.nvim_buf_get_extmarks(0, id, 0, -1, {}) > 0 then
              return true
            end
          end
        ]])
      end)
      -- Running it explains the section.
      child:cmd('normal! gg')
      child:cmd('lua vim.lsp.codelens.run()')
      child:shows('## Verdicts')
    end,
  },
  {
    'inlay hints come with the setting',
    function(case)
      local child = case:nvim({
        more = "vim.lsp.config('tradeoff', { settings = { tradeoff = { inlayHints = true } } })",
      })
      child:edit(ANSWER)
      child:wait('inlay hints', function()
        return child:lua('return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0')
      end)
    end,
  },
  {
    'a quick fix is applied',
    function(case)
      local child = case:nvim()
      child:edit('answers/0641-microservices.md')
      child:lua('vim.api.nvim_win_set_cursor(0, { 5, 0 })')
      child:lua([[
        vim.lsp.buf.code_action({
          apply = true,
          filter = function(action) return action.title:find('Consistency') ~= nil end,
        })
      ]])
      child:shows('### Consistency')
    end,
  },
  {
    'the server ends with the editor',
    function(case)
      local child = case:nvim()
      child:edit(ANSWER)
      local processes = vim.api.nvim_get_proc_children(child:lua('return vim.fn.getpid()'))
      assert(#processes > 0, 'no server')
      child:stop()
      for _, process in ipairs(processes) do
        assert(
          vim.wait(5000, function()
            return vim.api.nvim_get_proc(process) == nil
          end, 20),
          'it still runs'
        )
      end
    end,
  },
}
