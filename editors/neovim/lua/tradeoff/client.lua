-- The language client: finding or starting it, and asking it.
local M = {}

local NAME = 'tradeoff'

-- Before 0.11 there is no `vim.lsp.config`, and a client's methods are functions without `self`.
local is_new = vim.fn.has('nvim-0.11') == 1

---@param client vim.lsp.Client
---@param method string
---@param ... any
local function call(client, method, ...)
  ---@type any
  local any = client
  if is_new then
    return any[method](any, ...)
  end
  return any[method](...)
end

---@param text string
---@param level? integer
function M.notify(text, level)
  vim.notify(text, level or vim.log.levels.INFO, { title = NAME })
end

---The configuration that the server is started with: what `vim.lsp.config` knows, or on Neovim 0.10 the file itself.
---@return vim.lsp.Config
function M.configuration()
  if is_new then
    local known = vim.lsp.config ---@type any
    return vim.deepcopy(known[NAME])
  end
  local configuration = dofile(assert(vim.api.nvim_get_runtime_file('lsp/tradeoff.lua', false)[1]))
  configuration.name = NAME
  -- There they would take the place of what Neovim itself can do.
  local own = vim.lsp.protocol.make_client_capabilities()
  configuration.capabilities = vim.tbl_deep_extend('force', own, configuration.capabilities)
  return configuration
end

---@param filter? vim.lsp.get_clients.Filter
---@return vim.lsp.Client[]
function M.all(filter)
  return vim.lsp.get_clients(vim.tbl_extend('force', { name = NAME }, filter or {}))
end

---Starts the server for a buffer, or for the current folder where `bufnr` is nil, and gives its client's id.
---@param bufnr? integer
---@param on_ready? fun(client: vim.lsp.Client)
---@return integer?
function M.start(bufnr, on_ready)
  local configuration = M.configuration()
  local program = type(configuration.cmd) == 'table' and configuration.cmd[1] or nil
  if program and vim.fn.executable(program) == 0 then
    local advice = 'cannot run `%s`; install it, or name it by vim.g.tradeoff.cmd (:checkhealth tradeoff)'
    M.notify(advice:format(program), vim.log.levels.ERROR)
    return
  end
  local folder = vim.fn.getcwd()
  local root = vim.fs.root(bufnr or folder, configuration.root_markers or { 'tradeoff.toml', '.git' })
  if type(configuration.root_dir) ~= 'string' then
    configuration.root_dir = root or (not bufnr and folder) or nil
  end
  if on_ready then
    local before = configuration.on_init
    configuration.on_init = function(client, result)
      local callbacks = type(before) == 'function' and { before } or before or {} ---@type any
      for _, callback in ipairs(callbacks) do
        callback(client, result)
      end
      -- Only then the client counts as initialized.
      vim.schedule(function()
        on_ready(client)
      end)
    end
  end
  if bufnr then
    return vim.lsp.start(configuration, { bufnr = bufnr })
  end
  return vim.lsp.start(configuration, { attach = false })
end

---The client for what the user works on: that of the buffer, any other, or nil.
---@param bufnr? integer
---@return vim.lsp.Client?
function M.get(bufnr)
  return M.all({ bufnr = bufnr or vim.api.nvim_get_current_buf() })[1] or M.all()[1]
end

---Calls `callback` with a client, which is started for the current folder where none runs.
---@param callback fun(client: vim.lsp.Client)
function M.with(callback)
  local client = M.get()
  if client then
    callback(client)
  else
    M.start(nil, callback)
  end
end

---Servers that have read the workspace's answers, by the client's id; before that they do not know what is answered.
---@type table<integer, boolean>
local has_read = {}

---Who waits for that.
---@type table<integer, fun()[]>
local waiting = {}

---Notes that a server has read the workspace's answers.
---@param id integer of the client
function M.read_all(id)
  has_read[id] = true
  local callbacks = waiting[id] or {}
  waiting[id] = nil
  for _, callback in ipairs(callbacks) do
    callback()
  end
end

---As `with`, and not before the server has read the answers: right after the start an answered question would pass
---for one that nobody has answered.
---@param callback fun(client: vim.lsp.Client)
function M.with_answers(callback)
  M.with(function(client)
    local id = client.id
    -- Without a root nothing is read.
    if has_read[id] or not (client.root_dir or client.config.root_dir) then
      callback(client)
      return
    end
    waiting[id] = waiting[id] or {}
    table.insert(waiting[id], function()
      callback(client)
    end)
    -- The user may have stopped it, or another plugin may keep the news for itself.
    vim.defer_fn(function()
      if waiting[id] then
        M.read_all(id)
      end
    end, 3000)
  end)
end

---Asks the server. An error is shown to the user and `callback` is not called, unless it wants to see errors.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param callback fun(result: any, failure?: lsp.ResponseError)
---@param wants_errors? boolean
function M.request(client, method, params, callback, wants_errors)
  local function handler(failure, result)
    if failure and not wants_errors then
      M.notify(failure.message, vim.log.levels.ERROR)
      return
    end
    callback(result, failure)
  end
  call(client, 'request', method, params, handler)
end

---Carries out a command of the server.
---@param client vim.lsp.Client
---@param command string
---@param argument table
---@param callback? fun(result: any, failure?: lsp.ResponseError)
---@param wants_errors? boolean
function M.execute(client, command, argument, callback, wants_errors)
  local params = { command = command, arguments = { argument } }
  M.request(client, 'workspace/executeCommand', params, callback or function() end, wants_errors)
end

---Asks and waits: for completion of the command line and for reading a document, which cannot be late.
---@param client vim.lsp.Client
---@param method string
---@param params table
---@param milliseconds integer
---@return any result
---@return string? problem
function M.request_sync(client, method, params, milliseconds)
  local answer, problem = call(client, 'request_sync', method, params, milliseconds)
  if not answer then
    return nil, problem or 'no answer'
  end
  return answer.result, answer.err and answer.err.message
end

---Starts the server for every loaded document that it is for.
local function start_everywhere()
  local filetypes = M.configuration().filetypes or {}
  local started = 0
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    local fits = vim.api.nvim_buf_is_loaded(bufnr)
      and vim.bo[bufnr].buftype == ''
      and vim.tbl_contains(filetypes, vim.bo[bufnr].filetype)
    if fits and M.start(bufnr) then
      started = started + 1
    end
  end
  M.notify(('restarted for %d %s'):format(started, started == 1 and 'document' or 'documents'))
end

---Stops all our servers and starts them again.
function M.restart()
  local clients = M.all()
  for _, client in ipairs(clients) do
    call(client, 'stop')
  end
  -- Neovim brings no types for it.
  local uv = vim.uv ---@type any
  local timer = uv.new_timer()
  local rounds = 0
  timer:start(
    20,
    50,
    vim.schedule_wrap(function()
      if timer:is_closing() then
        return
      end
      rounds = rounds + 1
      local running = vim.tbl_filter(function(client)
        return not call(client, 'is_stopped')
      end, clients)
      if #running == 0 then
        timer:close()
        start_everywhere()
      elseif rounds == 40 then
        -- It does not end of its own accord.
        for _, client in ipairs(running) do
          call(client, 'stop', true)
        end
      end
    end)
  )
end

---Where the cursor is in a buffer's window, as the server counts.
---@param client vim.lsp.Client
---@param bufnr integer
---@return lsp.Position
function M.cursor(client, bufnr)
  local window = vim.api.nvim_get_current_win()
  if vim.api.nvim_win_get_buf(window) ~= bufnr then
    window = vim.fn.win_findbuf(bufnr)[1] or window
  end
  if vim.api.nvim_win_get_buf(window) ~= bufnr then
    return { line = 0, character = 0 }
  end
  ---@diagnostic disable-next-line: param-type-mismatch
  return vim.lsp.util.make_position_params(window, client.offset_encoding).position
end

return M
