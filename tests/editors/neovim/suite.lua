-- The plugin in a real Neovim without a terminal.
--
--   TRADEOFF=target/debug/tradeoff nvim -l suite.lua [TOPIC[:TEST]]
--
-- Each file of topics/ gives a list of tests, each a title and a function that gets a `Case`. All tests run in fresh
-- folders with a Neovim of their own. Exit status 0 when all pass.
local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2)))
package.path = here .. '/?.lua;' .. package.path
local Child = require('child')
assert(vim.env.TRADEOFF, 'TRADEOFF names the program to test')

local root = vim.fs.abspath(here .. '/../../..')
local plugin = root .. '/editors/neovim'
vim.opt.runtimepath:prepend(plugin)

---@class Case
---@field root string of the repository
---@field plugin string
---@field here string
---@field home string a folder of its own, removed afterwards
---@field folder string a copy of the workspace
---@field children table[]
local Case = {}
Case.__index = Case

function Case.new()
  -- Neovim itself removes it at its end.
  local home = vim.uv.fs_realpath(vim.fn.tempname():match('^.*/')) .. '/' .. tostring(vim.uv.hrtime())
  local folder = home .. '/notes'
  vim.fn.mkdir(home, 'p')
  assert(vim.system({ 'cp', '-r', here .. '/workspace', folder }):wait().code == 0)
  return setmetatable(
    { root = root, plugin = plugin, here = here, home = home, folder = folder, children = {} },
    Case
  )
end

---The lines of an init.lua with our plugin.
---@param more? string Lua after `vim.g.tradeoff`'s place and before the server is enabled
function Case:init(more)
  return {
    ('vim.opt.runtimepath:prepend(%q)'):format(self.plugin),
    ('vim.g.tradeoff = { cmd = { %q, "lsp" } }'):format(vim.env.TRADEOFF),
    more or '',
    "vim.lsp.enable('tradeoff')",
  }
end

---Starts a Neovim; `opts.more` is Lua for its init.lua.
---@param opts? { init?: string[], more?: string, args?: string[], env?: table<string, string>, program?: string }
function Case:nvim(opts)
  opts = opts or {}
  local child = Child.start({
    init = opts.init or self:init(opts.more),
    home = self.home,
    folder = self.folder,
    args = opts.args,
    env = opts.env,
    program = opts.program,
  })
  table.insert(self.children, child)
  return child
end

function Case:write(path, text)
  vim.fn.mkdir(vim.fs.dirname(self.folder .. '/' .. path), 'p')
  vim.fn.writefile(vim.split(text, '\n'), self.folder .. '/' .. path)
end

function Case:equal(actual, wanted, what)
  if not vim.deep_equal(actual, wanted) then
    error(('%s: %s is not %s'):format(what or 'value', vim.inspect(actual), vim.inspect(wanted)), 2)
  end
end

function Case:has(text, part)
  if type(text) ~= 'string' or not text:find(part, 1, true) then
    error(('no %q in: %s'):format(part, type(text) == 'string' and text or vim.inspect(text)), 2)
  end
end

function Case:finish()
  for _, child in ipairs(self.children) do
    child:stop()
  end
  vim.fn.delete(self.home, 'rf')
end

local chosen_topic, chosen_test = (arg[1] or ''):match('^([^:]*):?(.*)$')
local passed, failed = 0, 0
local function say(text)
  -- `-l` sends print() to standard error.
  io.stdout:write(text, '\n')
end

for name in
  vim.spairs(vim.iter(vim.fs.dir(here .. '/topics')):fold({}, function(names, name)
    names[name:gsub('%.lua$', '')] = true
    return names
  end))
do
  if chosen_topic == '' or chosen_topic == name then
    for _, test in ipairs(dofile(here .. '/topics/' .. name .. '.lua')) do
      if chosen_test == '' or test[1]:find(chosen_test, 1, true) then
        local case = Case.new()
        local started = vim.uv.hrtime()
        local ok, problem = xpcall(test[2], function(reason)
          return type(reason) == 'string' and reason:find('^not in time') and reason
            or debug.traceback(reason)
        end, case)
        case:finish()
        passed, failed = passed + (ok and 1 or 0), failed + (ok and 0 or 1)
        local time = (vim.uv.hrtime() - started) / 1e6
        say(('%s %s: %s (%d ms)'):format(ok and 'ok  ' or 'FAIL', name, test[1], time))
        if not ok then
          say('     ' .. tostring(problem):gsub('\n', '\n     '))
        end
      end
    end
  end
end

say(('%d passed, %d failed'):format(passed, failed))
os.exit(failed == 0 and passed > 0 and 0 or 1)
