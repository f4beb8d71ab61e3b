-- Sheets of questions: by `:Tradeoff sheet`, and as `tradeoff:` documents, which have no file.
local M = {}

---@param number? integer
---@param markdown string
local function open(number, markdown)
  local lines = vim.split(vim.trim(markdown), '\n')
  require('tradeoff.view').open({ title = ('Sheet of %d'):format(number), lines = lines })
end

---Opens the sheet of a question.
---@param number integer
---@param uri? string the document that one works on
function M.open(number, uri)
  local client = require('tradeoff.client')
  client.with(function(server)
    client.request(server, 'tradeoff/sheet', { number = number, uri = uri }, function(sheet)
      open(sheet.number, sheet.markdown)
    end)
  end)
end

---`window/showDocument`: a sheet opens as our other views do, all else as Neovim sees to it.
function M.show_document(failure, result, context)
  if failure or not vim.startswith(result.uri, 'tradeoff:') then
    return vim.lsp.handlers['window/showDocument'](failure, result, context)
  end
  local client = require('tradeoff.client')
  local server = assert(vim.lsp.get_client_by_id(context.client_id))
  client.request(server, 'tradeoff/sheet', { uri = result.uri }, function(sheet)
    open(sheet.number, sheet.markdown)
  end)
  return { success = true }
end

---Fills the buffer of a `tradeoff:` document.
---@param bufnr integer
---@param uri string
function M.read(bufnr, uri)
  local client = require('tradeoff.client')
  local server = client.get(vim.fn.bufnr('#')) or client.get()
  if not server then
    client.notify('sheets are shown while the server runs; open an answer first', vim.log.levels.WARN)
    return
  end
  local sheet, problem = client.request_sync(server, 'tradeoff/sheet', { uri = uri }, 2000)
  local text = sheet and sheet.markdown or ('The sheet cannot be shown: %s.'):format(problem)
  local view = require('tradeoff.view')
  view.fill(bufnr, vim.split(vim.trim(text), '\n'))
  view.close_by_q(bufnr)
end

return M
