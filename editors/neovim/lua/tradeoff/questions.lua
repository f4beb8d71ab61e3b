-- The bank: choosing a question, and opening or starting its answer.
local M = {}

---Where questions come from when nobody says: the document at hand, if it is one that can belong to a repository.
---@return string? uri
function M.place()
  local bufnr = vim.api.nvim_get_current_buf()
  local is_file = vim.bo[bufnr].buftype == '' and vim.api.nvim_buf_get_name(bufnr) ~= ''
  return is_file and vim.uri_from_bufnr(bufnr) or nil
end

---The numbers of the bank as it was last seen, for completion.
---@type tradeoff.Question[]
local seen = {}

---@param callback fun(questions: tradeoff.Question[], server: vim.lsp.Client)
function M.fetch(callback)
  local client = require('tradeoff.client')
  client.with_answers(function(server)
    client.request(server, 'tradeoff/questions', { uri = M.place() }, function(result)
      seen = result.questions
      callback(result.questions, server)
    end)
  end)
end

---For the command line, which cannot wait long: what is known, or what a running server says at once.
---@return tradeoff.Question[]
function M.known()
  local client = require('tradeoff.client')
  local server = client.get()
  if #seen == 0 and server and server.initialized then
    local result = client.request_sync(server, 'tradeoff/questions', { uri = M.place() }, 500)
    seen = result and result.questions or seen
  end
  return seen
end

---Whether each of the words fits a question: its number or state from the start on, or its text, section or shape.
---@param question tradeoff.Question
---@param words string[]
function M.matches(question, words)
  local text = table.concat({ question.text, question.sectionTitle, question.shape }, ' '):lower()
  for _, word in ipairs(words) do
    word = word:lower()
    local number = word:match('^q?(%d+)$')
    local found = number and vim.startswith(tostring(question.number), number)
    -- "answered" is no part of "unanswered".
    found = found or vim.startswith(question.state, word)
    if not found and not text:find(word, 1, true) then
      return false
    end
  end
  return true
end

---A question as the picker shows it.
---@param question tradeoff.Question
---@return string
function M.format(question)
  return ('%d  %-10s  %s'):format(question.number, question.state, question.text)
end

---Whether choosing is left to Neovim's own list, which cannot be searched.
local function has_plain_picker()
  local info = debug.getinfo(vim.ui.select, 'S')
  return info ~= nil and info.source:find('vim/ui.lua', 1, true) ~= nil
end

---@param questions tradeoff.Question[]
---@param words string[]
---@param prompt string
---@param callback fun(question: tradeoff.Question)
local function choose(questions, words, prompt, callback)
  local found = vim.tbl_filter(function(question)
    return M.matches(question, words)
  end, questions)
  if #found == 0 then
    local text = ('no question fits `%s`'):format(table.concat(words, ' '))
    require('tradeoff.client').notify(text, vim.log.levels.WARN)
    return
  end
  vim.ui.select(found, {
    prompt = prompt,
    format_item = M.format,
    kind = 'tradeoff.question',
  }, function(question)
    if question then
      callback(question)
    end
  end)
end

---Lets the user choose among `questions`, those that fit `words` if there are any.
---@param questions tradeoff.Question[]
---@param words string[]
---@param prompt string
---@param callback fun(question: tradeoff.Question)
function M.pick(questions, words, prompt, callback)
  if #words > 0 or #questions < 20 or not has_plain_picker() then
    choose(questions, words, prompt, callback)
    return
  end
  vim.ui.input({ prompt = 'Number or words, nothing for all: ' }, function(input)
    if input then
      choose(questions, vim.split(input, '%s+', { trimempty = true }), prompt, callback)
    end
  end)
end

---@param location lsp.Location
---@param server vim.lsp.Client
local function jump(location, server)
  local encoding = server.offset_encoding ---@type any
  if vim.fn.has('nvim-0.11') == 1 then
    vim.lsp.util.show_document(location, encoding, { focus = true })
  else
    ---@diagnostic disable-next-line: deprecated
    vim.lsp.util.jump_to_location(location, encoding, true)
  end
end

---Where a new answer goes: where the user says, else beside the document at hand, else the root.
---@param server vim.lsp.Client
---@return string? a path from the root on, or a URI
local function folder(server)
  local chosen = require('tradeoff.config').get().answers
  if chosen then
    return chosen
  end
  local bufnr = vim.api.nvim_get_current_buf()
  if M.place() and vim.lsp.buf_is_attached(bufnr, server.id) then
    return vim.uri_from_fname(vim.fs.dirname(vim.api.nvim_buf_get_name(bufnr)))
  end
end

---Opens the answer to a question, or starts one.
---@param number integer
function M.new(number)
  local client = require('tradeoff.client')
  client.with_answers(function(server)
    local argument = { number = number, folder = folder(server) }
    client.execute(server, 'tradeoff.newAnswer', argument)
  end)
end

---@param question tradeoff.Question
---@param server vim.lsp.Client
local function open(question, server)
  if #question.answers == 0 then
    M.new(question.number)
  elseif #question.answers == 1 then
    jump(question.answers[1], server)
  else
    vim.ui.select(question.answers, {
      prompt = ('Answers to %d'):format(question.number),
      format_item = function(location)
        local path = vim.fn.fnamemodify(vim.uri_to_fname(location.uri), ':.')
        return ('%s:%d'):format(path, location.range.start.line + 1)
      end,
      kind = 'tradeoff.answer',
    }, function(location)
      if location then
        jump(location, server)
      end
    end)
  end
end

---`:Tradeoff questions`: chooses a question, then what to do with it.
---@param words string[]
function M.browse(words)
  M.fetch(function(questions, server)
    M.pick(questions, words, 'Questions', function(question)
      local answer = #question.answers > 0 and 'Open the answer' or 'Start an answer'
      vim.ui.select({ answer, 'Read the sheet' }, {
        prompt = ('%d. %s'):format(question.number, question.text),
        kind = 'tradeoff.action',
      }, function(chosen)
        if chosen == answer then
          open(question, server)
        elseif chosen then
          require('tradeoff.sheet').open(question.number, M.place())
        end
      end)
    end)
  end)
end

---`:Tradeoff new` without a number: chooses among what nobody has answered.
function M.new_by_choice()
  M.fetch(function(questions)
    local open_ones = vim.tbl_filter(function(question)
      return question.state == 'unanswered' and #question.answers == 0
    end, questions)
    if #open_ones == 0 then
      require('tradeoff.client').notify('every question has an answer')
      return
    end
    M.pick(open_ones, {}, 'New answer', function(question)
      M.new(question.number)
    end)
  end)
end

---The question to go on with: drafts first, then what has no answer, in the bank's order.
---@param questions tradeoff.Question[]
---@return tradeoff.Question?
function M.next_of(questions)
  for _, state in ipairs({ 'draft', 'unanswered' }) do
    for _, question in ipairs(questions) do
      if question.state == state then
        return question
      end
    end
  end
end

---@param questions tradeoff.Question[]
---@param seed integer
---@return tradeoff.Question?
function M.random_of(questions, seed)
  local unanswered = vim.tbl_filter(function(question)
    return question.state == 'unanswered'
  end, questions)
  return unanswered[seed % math.max(1, #unanswered) + 1]
end

---@param choice fun(questions: tradeoff.Question[]): tradeoff.Question?
local function go(choice)
  M.fetch(function(questions, server)
    local question = choice(questions)
    if question then
      open(question, server)
    else
      require('tradeoff.client').notify('no question is left unanswered')
    end
  end)
end

function M.next()
  go(M.next_of)
end

function M.random()
  go(function(questions)
    return M.random_of(questions, vim.fn.rand())
  end)
end

---The question whose answer the cursor is in.
---@param questions tradeoff.Question[]
---@param uri string
---@param line integer from 0
---@return tradeoff.Question?
function M.at(questions, uri, line)
  local own = {} ---@type { question: tradeoff.Question, first: integer }[]
  for _, question in ipairs(questions) do
    for _, answer in ipairs(question.answers) do
      if answer.uri == uri then
        table.insert(own, { question = question, first = answer.range.start.line })
      end
    end
  end
  table.sort(own, function(a, b)
    return a.first < b.first
  end)
  -- Above the first title is front matter, which belongs to that answer.
  local found = own[1]
  for _, candidate in ipairs(own) do
    found = candidate.first <= line and candidate or found
  end
  return found and found.question
end

---Calls `callback` with the question of the answer at the cursor, or nil.
---@param callback fun(question: tradeoff.Question?)
function M.here(callback)
  local uri = M.place()
  local line = vim.fn.line('.') - 1
  M.fetch(function(questions)
    callback(uri and M.at(questions, uri, line))
  end)
end

---`:Tradeoff sheet`: of a number, of the answer at hand, or of a choice.
---@param number? integer
function M.sheet(number)
  local uri = M.place()
  local sheet = require('tradeoff.sheet')
  if number then
    sheet.open(number, uri)
    return
  end
  M.here(function(question)
    if question then
      sheet.open(question.number, uri)
      return
    end
    M.pick(seen, {}, 'Sheet', function(chosen)
      sheet.open(chosen.number, uri)
    end)
  end)
end

return M
