"""The language server against a client of other authors.

Every message is decoded into lsprotocol's types: a missing field, an unknown kind or a word where a number belongs
fails here even where editors would let it pass. Each test runs with the capabilities of two real editors, and with
those of none. Run it with run.
"""

import asyncio
import json
import os
import pathlib
import subprocess

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

# The trade-off heading has characters of one, two, three and four bytes before its end. Everything is weighed but cost.
ANSWER = """\
# 501. Raft: how a 漢字 log is agreed on 🦀

The leader appends, a majority answers, then the entry counts.

## 🦀 漢字: Trade-offs für alle

A reader may see the old price for up to 3 s. Every save waits 40 ms for the slowest replica.
"""
HEADING = 4
SAMPLES = pathlib.Path(__file__).parents[2] / "samples"
PATIENCE = 60  # seconds after which a message that must come has not come
COST = "Three nodes cost 270 USD a month.\n"


def units(text: str, encoding: str) -> int:
    """How many columns a text takes."""
    return len(text.encode("utf-8")) if encoding == "utf-8" else len(text.encode("utf-16-le")) // 2


def position(client: LanguageClient, line: int, before: str) -> types.Position:
    """The position on a line of the sample behind the text `before`."""
    whole = ANSWER.split("\n")[line]
    return types.Position(line, units(whole[: whole.index(before) + len(before)], client.encoding))


def heading_range(client: LanguageClient) -> types.Range:
    return types.Range(types.Position(HEADING, 0), position(client, HEADING, "alle"))


def make_client() -> LanguageClient:
    """A client that also lets the server register what it wants to be told."""
    client = make_test_lsp_client()
    client.registrations = []

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        client.registrations.extend(params.registrations)

    # Editors ask anew then; here every test asks by itself.
    for refresh in [types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH]:
        client.feature(refresh)(lambda _: None)

    return client


@pytest_lsp.fixture(
    params=["neovim", "visual_studio_code", "none"],
    config=ClientServerConfig(server_command=[os.environ["TRADEOFF"], "lsp"], client_factory=make_client),
)
async def client(request, lsp_client: LanguageClient, tmp_path):
    bare = request.param == "none"
    lsp_client.is_bare = bare
    listen(lsp_client)
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=types.ClientCapabilities() if bare else client_capabilities(request.param),
            process_id=os.getpid(),
            workspace_folders=None if bare else [types.WorkspaceFolder(uri=tmp_path.as_uri(), name="answers")],
            root_uri=None if bare else tmp_path.as_uri(),
        )
    )
    # Visual Studio Code counts UTF-16 units, Neovim bytes.
    lsp_client.encoding = result.capabilities.position_encoding
    assert lsp_client.encoding == ("utf-8" if request.param == "neovim" else "utf-16")
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def document(client: LanguageClient, tmp_path):
    """The sample, opened in the server."""
    (tmp_path / "tradeoff.toml").write_text("", encoding="utf-8")
    path = tmp_path / "0501-räft 漢.md"
    path.write_text(ANSWER, encoding="utf-8")
    item = types.TextDocumentItem(uri=path.as_uri(), language_id="markdown", version=1, text=ANSWER)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return item


def listen(client: LanguageClient):
    """Keeps every publication, also those that come while nobody waits."""
    client.publications = []
    client.has_published = asyncio.Event()

    def keep(params: types.PublishDiagnosticsParams):
        client.publications.append(params)
        client.has_published.set()
        client.protocol.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, keep)

    client.protocol.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, keep)


async def published_list(client: LanguageClient, uri: str, version: int | None) -> list[types.Diagnostic]:
    """What the server has published about a version. Waits for the message, not for time."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for params in client.publications:
                if (params.uri, params.version) == (uri, version):
                    return list(params.diagnostics)
            client.has_published.clear()
            await client.has_published.wait()


async def published(client: LanguageClient, uri: str, version: int | None) -> dict[str, types.Diagnostic]:
    """The same by rule."""
    return {diagnostic.code: diagnostic for diagnostic in await published_list(client, uri, version)}


def insert(client: LanguageClient, uri: str, version: int, at: types.Position, text: str):
    change = types.TextDocumentContentChangePartial(range=types.Range(at, at), text=text)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(uri=uri, version=version), [change])
    )


async def actions_at(client: LanguageClient, uri: str, at: types.Position, diagnostics: list[types.Diagnostic]):
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(uri), types.Range(at, at), types.CodeActionContext(diagnostics)
    )
    return await client.text_document_code_action_async(params) or []


@pytest.mark.asyncio
async def test_findings_have_the_right_ranges_and_go_when_the_answer_argues(client: LanguageClient, document):
    found = await published(client, document.uri, 1)
    finding = found["omitted-cost"]
    assert finding.range == heading_range(client)
    assert finding.range.end.character > len(ANSWER.split("\n")[HEADING]), "the emoji takes more than one unit"
    assert finding.severity == types.DiagnosticSeverity.Error
    assert finding.source == "tradeoff"

    last = types.Position(ANSWER.count("\n"), 0)
    insert(client, document.uri, 2, last, COST)
    assert await published(client, document.uri, 2) == {}

    client.text_document_did_close(
        types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(document.uri))
    )
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
    assert item.text_edit.range == types.Range(types.Position(last + 1, 0), types.Position(last + 1, 2))
    assert item.text_edit.new_text.startswith("### Cost\n\n<!-- ")
    if client.is_bare:
        assert item.insert_text_format in (None, types.InsertTextFormat.PlainText)
        assert "$" not in item.text_edit.new_text
    else:
        assert item.insert_text_format == types.InsertTextFormat.Snippet
        assert "$0" in item.text_edit.new_text
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
