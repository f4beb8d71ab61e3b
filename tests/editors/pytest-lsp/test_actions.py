"""Code actions, decoded into lsprotocol's types, for editors of today, of tomorrow and of long ago."""

import os

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from support import make_client

# Everything is weighed but consistency and cost; the comment cannot be read.
ANSWER = """\
# 501. Raft 🦀

The leader appends. <!-- tradeoff-ignore nonsense: x -->

## 漢字 🦀: Trade-offs

Every save waits 40 ms for the slowest replica.
"""
HEADING = types.Position(4, 4)


def capabilities(name: str) -> types.ClientCapabilities:
    if name == "none":
        return types.ClientCapabilities()
    if name != "newest":
        return client_capabilities(name)
    newest = client_capabilities("visual_studio_code")
    newest.workspace.workspace_edit.snippet_edit_support = True
    newest.window.show_document = types.ShowDocumentClientCapabilities(support=True)
    return newest


@pytest_lsp.fixture(
    params=["neovim", "visual_studio_code", "newest", "none"],
    config=ClientServerConfig(server_command=[os.environ["TRADEOFF"], "lsp"], client_factory=make_client),
)
async def editor(request, lsp_client: LanguageClient):
    lsp_client.name = request.param
    introduction = types.InitializeParams(capabilities=capabilities(request.param), process_id=os.getpid())
    result = await lsp_client.initialize_session(introduction)
    lsp_client.provides = result.capabilities.code_action_provider
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def answer(editor: LanguageClient):
    item = types.TextDocumentItem(uri="untitled:Untitled-1", language_id="markdown", version=1, text=ANSWER)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return item


async def actions(editor, uri: str, at: types.Position, only=None, trigger=types.CodeActionTriggerKind.Invoked):
    context = types.CodeActionContext(diagnostics=[], only=only, trigger_kind=trigger)
    params = types.CodeActionParams(types.TextDocumentIdentifier(uri), types.Range(at, at), context)
    return await editor.text_document_code_action_async(params) or []


def edits(action: types.CodeAction, uri: str) -> list:
    if action.edit.document_changes:
        [change] = action.edit.document_changes
        assert (change.text_document.uri, change.text_document.version) == (uri, 1)
        return list(change.edits)
    return list(action.edit.changes[uri])


@pytest.mark.asyncio
async def test_kinds_are_declared_and_kept(editor: LanguageClient, answer):
    offered = await actions(editor, answer.uri, HEADING)
    if editor.name == "none":
        assert editor.provides is True and offered == [], "there is no command that it could run"
        return
    declared = list(editor.provides.code_action_kinds)
    assert declared == ["quickfix", "refactor", "source.fixAll.tradeoff"]
    for action in offered:
        if isinstance(action, types.Command):
            continue
        assert action.kind in declared, action.title
        assert len(action.diagnostics or []) > 0 or action.kind != "quickfix", action.title
    # No editor shows a light for what no finding asks for.
    automatic = await actions(editor, answer.uri, HEADING, trigger=types.CodeActionTriggerKind.Automatic)
    assert {action.kind for action in automatic} == {"quickfix"}
    assert await actions(editor, answer.uri, HEADING, only=["source.organizeImports"]) == []


@pytest.mark.asyncio
async def test_missing_headings_come_in_one_edit(editor: LanguageClient, answer):
    offered = {action.title: action for action in await actions(editor, answer.uri, HEADING)}
    if editor.name == "none":
        assert offered == {}
        return
    action = offered["Insert headings for Consistency and Cost"]
    assert [diagnostic.code for diagnostic in action.diagnostics] == ["omitted-consistency", "omitted-cost"]
    [edit] = edits(action, answer.uri)
    assert edit.range.start == edit.range.end and edit.range.start.line == 6
    assert edit.new_text.index("### Consistency") < edit.new_text.index("### Cost")


@pytest.mark.asyncio
async def test_fix_all_is_worked_out_when_it_is_chosen(editor: LanguageClient, answer):
    offered = await actions(editor, answer.uri, HEADING, only=["source.fixAll"])
    if editor.name == "none":
        assert offered == []
        return
    [action] = offered
    assert action.kind == "source.fixAll.tradeoff"
    if editor.provides.resolve_provider:
        assert action.edit is None
        action = await editor.code_action_resolve_async(action)
    [edit] = edits(action, answer.uri)
    assert edit.new_text == ""
    assert (edit.range.start, edit.range.end) == (types.Position(2, 19), types.Position(2, 56))


@pytest.mark.asyncio
async def test_a_reason_is_asked_for_where_the_cursor_can_be_put(editor: LanguageClient, answer):
    offered = {action.title: action for action in await actions(editor, answer.uri, HEADING)}
    if editor.name == "none":
        assert offered == {}
        return
    [edit] = edits(offered["Ignore omitted-cost in this section"], answer.uri)
    assert edit.range == types.Range(types.Position(4, 0), types.Position(4, 0))
    if editor.name == "newest":
        assert isinstance(edit, types.SnippetTextEdit)
        assert edit.snippet.value == "<!-- tradeoff-ignore omitted-cost: ${1:the reason} -->\n"
    else:
        assert isinstance(edit, types.TextEdit)
        assert edit.new_text == "<!-- tradeoff-ignore omitted-cost: the reason -->\n"


@pytest.mark.asyncio
async def test_the_sheet_is_a_command(editor: LanguageClient, answer):
    offered = {action.title: action for action in await actions(editor, answer.uri, types.Position(2, 3))}
    sheet = offered.get("Show the sheet of question 501")
    if editor.name in ("none", "newest"):
        assert (sheet is None) == (editor.name == "none")
    if sheet is not None:
        assert isinstance(sheet, types.Command)
        assert sheet.command == "tradeoff.openSheet"
        assert list(sheet.arguments) == [{"number": 501, "uri": answer.uri}]
