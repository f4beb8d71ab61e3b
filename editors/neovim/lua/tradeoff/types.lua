---@meta
-- The protocol's types that are ours: docs/protocol.md.

---@alias tradeoff.State 'unanswered'|'draft'|'answered'|'argued'
---@alias tradeoff.Verdict 'argued'|'mentioned'|'missing'

---@class tradeoff.Question
---@field number integer
---@field text string
---@field section string
---@field sectionTitle string
---@field shape string
---@field minutes integer
---@field state tradeoff.State
---@field answers lsp.Location[]

---@class tradeoff.Counts
---@field total integer
---@field unanswered integer
---@field draft integer
---@field answered integer
---@field argued integer

---@class tradeoff.SectionProgress: tradeoff.Counts
---@field section string
---@field title string

---@class tradeoff.Progress: tradeoff.Counts
---@field sections tradeoff.SectionProgress[]
---@field missing { answers: integer, consideration: string }[]

---@class tradeoff.Weighed
---@field consideration string
---@field verdict tradeoff.Verdict
---@field confidence number from 0 to 1
---@field reason string

---@class tradeoff.Reading
---@field consideration string
---@field kind 'argued'|'named'|'near miss'
---@field reason string
---@field strength? number from 0 to 1

---@class tradeoff.Clause
---@field text string
---@field range lsp.Range
---@field readings tradeoff.Reading[]

---@class tradeoff.Explanation
---@field question integer
---@field considerations tradeoff.Weighed[]
---@field clauses tradeoff.Clause[]

---@class tradeoff.Sheet
---@field number integer
---@field markdown string

---The data of the event `User TradeoffVerdict`.
---@class tradeoff.VerdictEvent
---@field buf integer
---@field question? integer `nil` where the cursor is in no answer with a trade-off section
---@field verdicts table<string, tradeoff.Verdict> by consideration

---The data of the event `User TradeoffTimer`.
---@class tradeoff.TimerEvent
---@field state 'started'|'paused'|'resumed'|'warned'|'ended'|'stopped'
---@field seconds integer what is left; below 0 after the end
