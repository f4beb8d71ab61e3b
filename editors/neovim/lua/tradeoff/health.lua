-- `:checkhealth tradeoff`: what runs, from where, and what to do where it does not.
local M = {}

local health = vim.health

---@return boolean
local function editor()
  local version = vim.fn.execute('version'):match('NVIM v(%S+)') or 'of an unknown version'
  if vim.fn.has('nvim-0.10') == 0 then
    health.error('Neovim ' .. version .. ' is too old', 'Use 0.10 or later; 0.11 or later is recommended.')
    return false
  elseif vim.fn.has('nvim-0.11') == 0 then
    health.warn('Neovim ' .. version, {
      '`vim.lsp.enable` needs 0.11.',
      "On 0.10 call `require('tradeoff').start()` for each document; see `:help tradeoff-0.10`.",
    })
  else
    health.ok('Neovim ' .. version)
  end
  return true
end

local function options()
  local _, complaints = require('tradeoff.config').read(vim.g.tradeoff)
  for _, complaint in ipairs(complaints) do
    health.error('vim.g.tradeoff: ' .. complaint, 'See `:help tradeoff-options`.')
  end
  if #complaints == 0 then
    health.ok('vim.g.tradeoff: ' .. (vim.g.tradeoff == nil and 'not set, all defaults' or 'valid'))
  end
end

---@param command any
---@return boolean
local function binary(command)
  if type(command) ~= 'table' then
    health.info('the server is started by a function')
    return true
  end
  local path = vim.fn.exepath(command[1] or '')
  if path == '' then
    health.error(('cannot run `%s`: there is no such program'):format(command[1]), {
      'Install it: `cargo install --path .` in a clone of the repository, or unpack a release.',
      'Put its folder into $PATH, which Neovim sees as ' .. (vim.env.PATH or 'nothing') .. '.',
      "Or name it: `vim.g.tradeoff = { cmd = { '/path/to/tradeoff', 'lsp' } }`.",
    })
    return false
  end
  health.ok('program: ' .. path)
  local words = vim.list_extend(vim.deepcopy(command), { '--version' })
  local started, process = pcall(vim.system, words, { text = true, timeout = 5000 })
  local result = started and process:wait() or { code = -1, stderr = tostring(process) }
  if result.code == 0 then
    health.ok('version: ' .. vim.trim(result.stdout or ''))
    return true
  end
  health.error(('`%s` fails with status %d'):format(table.concat(words, ' '), result.code), {
    'Is it the right program? It says: ' .. vim.trim(result.stderr or ''),
  })
  return false
end

local function clients()
  local running = require('tradeoff.client').all()
  if #running == 0 then
    local enabled = vim.lsp.is_enabled and vim.lsp.is_enabled('tradeoff')
    health.warn('the server does not run', enabled and {
      'It is enabled: open a Markdown file. If it still does not run, `:Tradeoff log` says why.',
    } or { "Enable it: `vim.lsp.enable('tradeoff')` in your init.lua." })
    return
  end
  for _, client in ipairs(running) do
    local info = client.server_info or {}
    health.ok(('client %d: %s %s'):format(client.id, info.name or client.name, info.version or ''))
    local root = client.root_dir or (client.config or {}).root_dir
    if root then
      local configuration = vim.fs.joinpath(root, 'tradeoff.toml')
      health.info('root: ' .. root)
      if vim.fn.filereadable(configuration) == 1 then
        health.ok('configuration: ' .. configuration)
      else
        health.info('configuration: no tradeoff.toml in the root, so only confirmed answers are recognised')
      end
    else
      health.warn('no root: neither `tradeoff.toml` nor `.git` lies at or above the document', {
        'Put a `tradeoff.toml`, which may be empty, into the folder of your answers.',
      })
    end
    local attached = vim.tbl_count(client.attached_buffers or {})
    health.info(('attached to %d %s'):format(attached, attached == 1 and 'document' or 'documents'))
    local settings = vim.tbl_get(client, 'settings', 'tradeoff') or {}
    health.info(
      'settings: ' .. (next(settings) and vim.inspect(settings, { newline = ' ', indent = '' }) or 'defaults')
    )
  end
end

function M.check()
  health.start('tradeoff: editor')
  if not editor() then
    return
  end
  options()
  health.start('tradeoff: server')
  local configuration = require('tradeoff.client').configuration()
  if binary(configuration.cmd) then
    clients()
  end
end

return M
