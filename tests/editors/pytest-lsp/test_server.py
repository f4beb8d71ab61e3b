"""The language server against a client of other authors.

Each test runs with the capabilities of two real editors, and with those of none. Run it with run.
"""

import json
import os
import subprocess

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from support import (
    ANSWER, COST, HEADING, SAMPLES, actions_at, edit_of, heading_range, insert, position, published, published_list, units,
)


@pytest.mark.asyncio
async def test_findings_have_the_right_ranges_and_go_when_the_answer_argues(client: LanguageClient, document):
    found = await published(client, document.uri, 1)
    finding = found["omitted-cost"]
    assert finding.range == heading_range(client)
    takes_more = finding.range.end.character > len(ANSWER.split("\n")[HEADING])
    assert takes_more == (client.encoding != "utf-32"), "the emoji takes more than one unit, unless code points count"
    assert finding.severity == types.DiagnosticSeverity.Error
    assert finding.source == "tradeoff"

    last = types.Position(ANSWER.count("\n"), 0)
    insert(client, document.uri, 2, last, COST)
    assert await published(client, document.uri, 2) == {}

    client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(document.uri))
    )
    if not client.pulls:
        # Who asks gets what stands in the file on the disk, which nobody has saved.
        assert await published(client, document.uri, None) == {}


@pytest.mark.asyncio
async def test_edits_behind_an_emoji_hit_the_right_place(client: LanguageClient, document):
    await published(client, document.uri, 1)
    insert(client, document.uri, 2, position(client, HEADING, "Trade"), "x")
    assert "missing-tradeoffs" in await published(client, document.uri, 2), "Tradex-offs is no such section"


@pytest.mark.asyncio
async def test_hover_shows_the_question_and_the_verdicts(client: LanguageClient, document):
    async def hover(at: types.Position) -> types.Hover:
        place = types.HoverParams(types.TextDocumentIdentifier(document.uri), at)
        return await client.text_document_hover_async(place)

    question = await hover(types.Position(0, 3))
    kind = types.MarkupKind.PlainText if client.is_bare else types.MarkupKind.Markdown
    assert question.contents.kind == kind
    assert "501. Walk through Raft consensus algorithm step by step." in question.contents.value

    verdicts = await hover(position(client, HEADING, "Trade"))
    assert verdicts.range == heading_range(client)
    for consideration in ["Consistency", "Latency", "Cost"]:
        assert consideration in verdicts.contents.value
    assert await hover(types.Position(2, 3)) is None


@pytest.mark.asyncio
async def test_completion_offers_what_the_section_lacks(client: LanguageClient, document):
    last = ANSWER.count("\n")
    insert(client, document.uri, 2, types.Position(last, 0), "\nco")
    answer = await client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(document.uri), types.Position(last + 1, 2))
    )
    item = next(item for item in answer.items if item.label == "Cost")
    span, text = edit_of(answer, item)
    assert span == types.Range(types.Position(last + 1, 0), types.Position(last + 1, 2))
    assert text.startswith("### Cost\n\n<!-- ")
    defaults = answer.item_defaults
    text_format = item.insert_text_format or (defaults and defaults.insert_text_format)
    if client.is_bare:
        assert text_format == types.InsertTextFormat.PlainText
        assert "$" not in text
    else:
        assert text_format == types.InsertTextFormat.Snippet
        assert "$0" in text
    resolved = await client.completion_item_resolve_async(item)
    assert "three" in resolved.documentation.value, "the sheet says what to weigh"


@pytest.mark.asyncio
async def test_a_quick_fix_inserts_the_skeleton_once(client: LanguageClient, document):
    finding = (await published(client, document.uri, 1))["omitted-cost"]
    actions = await actions_at(client, document.uri, finding.range.start, [finding])
    if client.is_bare:
        assert actions == [], "without literals only commands are allowed, and there are none"
        return
    title = "Insert a Cost heading with its prompt"
    action = next(action for action in actions if action.title == title)
    assert action.kind == types.CodeActionKind.QuickFix
    assert list(action.diagnostics) == [finding]
    if action.edit.document_changes:
        [change] = action.edit.document_changes
        assert (change.text_document.uri, change.text_document.version) == (document.uri, 1)
        [edit] = change.edits
    else:
        [edit] = action.edit.changes[document.uri]
    assert edit.range.start == edit.range.end
    assert "### Cost" in edit.new_text

    insert(client, document.uri, 2, edit.range.start, edit.new_text)
    await published(client, document.uri, 2)
    again = await actions_at(client, document.uri, finding.range.start, [finding])
    assert title not in [action.title for action in again]


@pytest.mark.asyncio
async def test_unknown_requests_are_refused_and_not_fatal(client: LanguageClient, document):
    with pytest.raises(Exception) as caught:
        await client.protocol.send_request_async("probe/noSuchMethod", {})
    assert getattr(caught.value, "code", None) == types.ErrorCodes.MethodNotFound
    insert(client, document.uri, 2, types.Position(0, 0), "")
    await published(client, document.uri, 2)


@pytest.mark.asyncio
async def test_samples_show_the_findings_of_the_command_line(client: LanguageClient):
    lint = [os.environ["TRADEOFF"], "lint", "--format", "json", str(SAMPLES)]
    report = json.loads(subprocess.run(lint, cwd=SAMPLES, stdout=subprocess.PIPE, check=False).stdout)
    assert len(report["answers"]) >= 20
    for name in {answer["path"] for answer in report["answers"]}:
        path = SAMPLES / name
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")

        def at(line: int, column: int) -> tuple[int, int]:
            return line - 1, units(lines[line - 1][: column - 1], client.encoding)

        expected = [
            (finding["rule"], at(finding["line"], finding["column"]), at(finding["end_line"], finding["end_column"]))
            for finding in report["findings"]
            if finding["path"] == name
        ]
        item = types.TextDocumentItem(uri=path.as_uri(), language_id="markdown", version=1, text=text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        found = await published_list(client, path.as_uri(), 1)
        shown = [
            (
                diagnostic.code,
                (diagnostic.range.start.line, diagnostic.range.start.character),
                (diagnostic.range.end.line, diagnostic.range.end.character),
            )
            for diagnostic in found
        ]
        assert sorted(shown) == sorted(expected), name
