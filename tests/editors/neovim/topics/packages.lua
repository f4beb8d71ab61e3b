-- What is ready to be submitted elsewhere, and configurations of editors that cannot be run here.
local function read(case, path)
  return table.concat(vim.fn.readfile(case.root .. '/' .. path), '\n')
end

return {
  {
    'the entry for nvim-lspconfig works without the plugin',
    function(case)
      local child = case:nvim({
        init = {
          ('vim.opt.runtimepath:prepend(%q)'):format(case.plugin .. '/contrib/nvim-lspconfig'),
          "vim.lsp.enable('tradeoff')",
        },
        env = { PATH = vim.fs.dirname(vim.env.TRADEOFF) .. ':' .. vim.env.PATH },
      })
      child:edit('answers/0540-effectively-once.md')
      case:equal(child:lua('return vim.lsp.get_clients()[1].root_dir'), case.folder)
      -- A sheet is a file there, as nobody serves `tradeoff:` documents.
      child:lua([[
        vim.lsp.get_clients()[1]:exec_cmd({ title = '', command = 'tradeoff.openSheet', arguments = { { number = 526 } } })
      ]])
      child:shows('number: 526')
      case:has(child:lua('return vim.api.nvim_buf_get_name(0)'), case.home)
    end,
  },
  {
    'the lines of docs/editors.md for the server alone work',
    function(case)
      local code = assert(read(case, 'docs/editors.md'):match('```lua server%-alone\n(.-)\n```'))
      local child = case:nvim({
        init = { code },
        env = { PATH = vim.fs.dirname(vim.env.TRADEOFF) .. ':' .. vim.env.PATH },
      })
      child:edit('answers/0540-effectively-once.md')
    end,
  },
  {
    'the definition for the Mason registry names our version and repository',
    function(case)
      local package = read(case, 'editors/neovim/contrib/mason-registry/packages/tradeoff/package.yaml')
      local cargo = read(case, 'Cargo.toml')
      local version = assert(cargo:match('\nversion = "([^"]+)"'))
      local repository = assert(cargo:match('\nrepository = "([^"]+)"'))
      case:has(package, ('id: pkg:cargo/tradeoff@%s?repository_url=%s\n'):format(version, repository))
      case:has(package, 'homepage: ' .. repository)
    end,
  },
  {
    'configurations in JSON can be read',
    function(case)
      local editors = read(case, 'docs/editors.md')
      local zed = vim.json.decode(assert(editors:match('```json zed\n(.-)\n```')))
      case:equal(
        zed.lsp[zed.languages.Markdown.language_servers[1]].binary,
        { path = 'tradeoff', arguments = { 'lsp' } }
      )
      local sublime = vim.json.decode(assert(editors:match('```json sublime\n(.-)\n```')))
      case:equal(sublime.tradeoff.command, { 'tradeoff', 'lsp' })
      local template = vim.json.decode(read(case, 'editors/jetbrains/template.json'))
      case:equal(template.programArgs.default, 'tradeoff lsp')
      vim.json.decode(read(case, 'editors/jetbrains/settings.json'))
    end,
  },
}
