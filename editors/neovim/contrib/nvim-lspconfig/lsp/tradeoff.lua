---@brief
---
--- https://github.com/tradeoff-lint/tradeoff
---
--- Language server for written answers to numbered system-design questions: reports where the justification of a
--- decision forgets consistency, latency or cost. Other Markdown files are left alone.
---
--- It can be installed with `cargo install --path .` in a clone of the repository.

---@type vim.lsp.Config
return {
  cmd = { 'tradeoff', 'lsp' },
  filetypes = { 'markdown' },
  root_markers = { 'tradeoff.toml', '.git' },
}
