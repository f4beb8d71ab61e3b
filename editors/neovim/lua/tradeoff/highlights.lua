-- Our highlight groups, linked to standard ones unless a colour scheme or the user defines them.
local M = {}

---@type table<string, string>
M.groups = {
  TradeoffArgued = 'DiagnosticOk',
  TradeoffMentioned = 'DiagnosticWarn',
  TradeoffMissing = 'DiagnosticError',
  TradeoffAnswered = 'DiagnosticInfo',
  TradeoffDraft = 'DiagnosticWarn',
  TradeoffUnanswered = 'Comment',
}

---The group of a verdict or state.
---@param name tradeoff.Verdict|tradeoff.State
---@return string
function M.group(name)
  return 'Tradeoff' .. name:sub(1, 1):upper() .. name:sub(2)
end

function M.define()
  for group, target in pairs(M.groups) do
    vim.api.nvim_set_hl(0, group, { link = target, default = true })
  end
end

return M
