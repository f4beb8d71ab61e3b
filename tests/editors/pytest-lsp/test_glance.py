"""Code lenses, inlay hints, completion and renaming, each message decoded into lsprotocol's types."""

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from support import ANSWER, HEADING, edit_of, insert, position

LAST = ANSWER.count("\n")
WEIGHED = HEADING + 2


async def completed(client: LanguageClient, uri: str, at: types.Position) -> types.CompletionList:
    params = types.CompletionParams(types.TextDocumentIdentifier(uri), at)
    return await client.text_document_completion_async(params)


async def renamed(client: LanguageClient, uri: str, name: str) -> types.WorkspaceEdit | None:
    params = types.RenameParams(types.TextDocumentIdentifier(uri), types.Position(0, 3), name)
    return await client.text_document_rename_async(params)


@pytest.mark.asyncio
async def test_a_line_over_the_answer_says_how_far_it_is(client: LanguageClient, document):
    params = types.CodeLensParams(types.TextDocumentIdentifier(document.uri))
    [lens] = await client.text_document_code_lens_async(params)
    assert lens.command.title.startswith("consistency ✓  latency ✓  cost missing · ")
    assert lens.command.title.endswith(" words")
    assert lens.command.command == "", "there is nothing to run"
    assert lens.range == types.Range(types.Position(0, 0), position(client, 0, "🦀"))


@pytest.mark.asyncio
async def test_inlay_hints_are_off_unless_asked_for(client: LanguageClient, document):
    whole = types.Range(types.Position(0, 0), types.Position(LAST, 0))
    params = types.InlayHintParams(types.TextDocumentIdentifier(document.uri), whole)
    assert await client.text_document_inlay_hint_async(params) is None


@pytest.mark.asyncio
async def test_references_are_completed_behind_an_emoji(client: LanguageClient, document):
    at = position(client, 0, "🦀")
    insert(client, document.uri, 2, at, " Q51")
    start = types.Position(0, at.character + 1)
    end = types.Position(0, at.character + 4)
    answer = await completed(client, document.uri, end)
    assert [item.label for item in answer.items][:2] == ["Q510", "Q511"]
    assert edit_of(answer, answer.items[0]) == (types.Range(start, end), "Q510")
    resolved = await client.completion_item_resolve_async(answer.items[0])
    kind = types.MarkupKind.PlainText if client.is_bare else types.MarkupKind.Markdown
    assert resolved.documentation.kind == kind
    assert "510. " in resolved.documentation.value


@pytest.mark.asyncio
async def test_suppressions_name_what_is_reported(client: LanguageClient, document):
    insert(client, document.uri, 2, types.Position(HEADING, 0), "<!-- tradeoff-ignore  -->\n")
    answer = await completed(client, document.uri, types.Position(HEADING, 21))
    first = answer.items[0]
    assert first.label == "omitted-cost"
    place = types.Range(types.Position(HEADING, 21), types.Position(HEADING, 21))
    assert edit_of(answer, first) == (place, "omitted-cost: " if client.is_bare else "omitted-cost: $0")


@pytest.mark.asyncio
async def test_prose_is_not_interrupted(client: LanguageClient, document):
    for before in ["A", "A reader", "up to 3 s.", "waits 40"]:
        assert await completed(client, document.uri, position(client, WEIGHED, before)) is None, before


@pytest.mark.asyncio
async def test_renaming_a_number_changes_text_file_and_links(client: LanguageClient, document, tmp_path):
    (tmp_path / "README.md").write_text("[raft](0501-r%C3%A4ft%20%E6%BC%A2.md)\n", encoding="utf-8")
    place = types.PrepareRenameParams(types.TextDocumentIdentifier(document.uri), types.Position(0, 3))
    prepared = await client.text_document_prepare_rename_async(place)
    number = types.Range(types.Position(0, 2), types.Position(0, 5))
    assert (prepared.range, prepared.placeholder) == (number, "501")

    edit = await renamed(client, document.uri, "502")
    if client.is_bare:
        assert list(edit.changes[document.uri]) == [types.TextEdit(number, "502")]
        assert len(edit.changes) == 1, "the file stays, and so do links"
        return
    changes = edit.document_changes
    renames = [change for change in changes if isinstance(change, types.RenameFile)]
    [rename] = renames
    assert rename.old_uri.rsplit("/", 1)[1] == "0501-r%C3%A4ft%20%E6%BC%A2.md"
    assert rename.new_uri.rsplit("/", 1)[1] == "0502-r%C3%A4ft%20%E6%BC%A2.md"
    assert rename.options.overwrite is False
    texts = {change.text_document.uri: change for change in changes if change not in renames}
    [own] = texts[document.uri].edits
    assert (own.range, own.new_text, texts[document.uri].text_document.version) == (number, "502", 1)
    [link] = texts[(tmp_path / "README.md").as_uri()].edits
    assert link.new_text == "0502-r%C3%A4ft%20%E6%BC%A2.md"
    if edit.change_annotations:
        assert edit.change_annotations[rename.annotation_id].needs_confirmation


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["raft", "5022", "99999999999"])
async def test_numbers_that_cannot_be_are_refused(client: LanguageClient, document, name):
    with pytest.raises(Exception) as caught:
        await renamed(client, document.uri, name)
    assert getattr(caught.value, "code", None) == types.LSPErrorCodes.RequestFailed
    assert name in str(caught.value)


@pytest.mark.asyncio
async def test_renaming_the_file_changes_the_number(client: LanguageClient, document, tmp_path):
    files = [types.FileRename(document.uri, (tmp_path / "0502-paxos.md").as_uri())]
    edit = await client.workspace_will_rename_files_async(types.RenameFilesParams(files))
    [edits] = [change.edits for change in edit.document_changes] if edit.document_changes else edit.changes.values()
    assert [(change.range.start, change.new_text) for change in edits] == [(types.Position(0, 2), "502")]
