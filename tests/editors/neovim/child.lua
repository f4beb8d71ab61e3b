-- A second Neovim, driven over RPC with real keys: what is typed goes through mappings, insert completion and prompts
-- as from a keyboard, and the parent can look at any state meanwhile. Nothing of the user's is read or written.
local Child = {}
Child.__index = Child

---@class Child
---@field channel integer
---@field home string a folder of its own
---@field folder string the copy of the workspace

---What a second Neovim must not find of the user's.
---@param home string
---@return table<string, string>
function Child.environment(home)
  return {
    HOME = home,
    XDG_CONFIG_HOME = home .. '/.config',
    XDG_DATA_HOME = home .. '/.local/share',
    XDG_STATE_HOME = home .. '/.local/state',
    XDG_CACHE_HOME = home .. '/.cache',
  }
end

---@param opts { init: string[], home: string, folder: string, args?: string[], env?: table<string, string>, program?: string }
function Child.start(opts)
  local config = opts.home .. '/.config/nvim'
  vim.fn.mkdir(config, 'p')
  -- Room for messages: nobody is there to answer "press Enter".
  local init = 'vim.o.cmdheight = 12\n' .. table.concat(opts.init, '\n')
  vim.fn.writefile(vim.split(init, '\n'), config .. '/init.lua')
  local command = { opts.program or vim.v.progpath, '--embed', '--headless', '-n', '-i', 'NONE' }
  local channel = vim.fn.jobstart(vim.list_extend(command, opts.args or {}), {
    rpc = true,
    env = vim.tbl_extend('force', Child.environment(opts.home), opts.env or {}),
    cwd = opts.folder,
  })
  assert(channel > 0, 'Neovim does not start')
  -- Without a user interface some things (messages, the popup menu's place) differ: attach one.
  vim.rpcrequest(channel, 'nvim_ui_attach', 120, 40, {})
  local child = setmetatable({ channel = channel, home = opts.home, folder = opts.folder }, Child)
  -- What the user would be told.
  child:lua([[
    _G.said = {}
    local notify = vim.notify
    vim.notify = function(text, level, opts)
      table.insert(_G.said, text)
    end
  ]])
  return child
end

---Fails where the child waits for a key, as no request would be answered then.
function Child:listens()
  local ok = vim.wait(2000, function()
    return not vim.rpcrequest(self.channel, 'nvim_get_mode').blocking
  end, 5)
  if not ok then
    error('Neovim waits for a key', 0)
  end
end

---Runs Lua in the child, where `...` are the arguments, and gives what it returns.
function Child:lua(code, ...)
  self:listens()
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', code, { ... })
end

function Child:cmd(command)
  self:listens()
  return vim.rpcrequest(self.channel, 'nvim_command', command)
end

---Types keys (`<Esc>` notation). Returns at once: wait for the effect.
function Child:keys(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

---Waits until `probe` gives something, and gives that.
function Child:wait(what, probe, milliseconds)
  local value
  local ok = vim.wait(milliseconds or 10000, function()
    value = probe()
    return value and true or false
  end, 20)
  if ok then
    return value
  end
  local said = self:lua('return table.concat(_G.said, "\\n")')
  error(('not in time: %s\nsaid: %s\nshown: %s'):format(what, said, table.concat(self:lines(), '\n')), 0)
end

function Child:open(file)
  self:cmd('edit ' .. vim.fn.fnameescape(self.folder .. '/' .. file))
end

---Waits until the server is attached to the current buffer.
function Child:attached()
  self:wait('client', function()
    return self:lua([[
      local client = vim.lsp.get_clients({ bufnr = 0, name = 'tradeoff' })[1]
      return client ~= nil and client.initialized
    ]])
  end)
end

---Opens a file and waits until its findings are there.
function Child:edit(file)
  self:open(file)
  self:attached()
  self:wait('findings', function()
    return self:lua('return #vim.diagnostic.get(0) > 0')
  end)
end

function Child:lines()
  return self:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, true)')
end

function Child:text()
  return table.concat(self:lines(), '\n')
end

---The lines of the floating windows.
function Child:floats()
  return self:lua([[
    local lines = {}
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        vim.list_extend(lines, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true))
      end
    end
    return table.concat(lines, '\n')
  ]])
end

---Waits for a message to the user.
function Child:heard(text)
  self:wait('message: ' .. text, function()
    return self:lua('return table.concat(_G.said, "\\n")'):find(text, 1, true)
  end)
end

---Waits for text in the current buffer.
function Child:shows(text)
  return self:wait('text: ' .. text, function()
    return self:text():find(text, 1, true)
  end)
end

--- Accepts the first item of the completion menu, as soon as `is_open` says that it shows, and waits for its snippet.
---@param is_open? fun(): boolean Neovim's own menu if there is none.
function Child:accept_snippet(is_open)
  self:wait('menu', is_open or function()
    return self:lua('return vim.fn.pumvisible()') == 1
  end)
  self:keys('<C-y>')
  self:wait('snippet', function()
    return self:lua('return vim.snippet.active()')
  end)
end

function Child:stop()
  pcall(vim.rpcnotify, self.channel, 'nvim_command', 'qall!')
  if vim.fn.jobwait({ self.channel }, 5000)[1] == -1 then
    vim.fn.jobstop(self.channel)
  end
end

return Child
