"""What the tests share: a sample answer, a client that keeps what it is told, and how to get at findings.

Every message is decoded into lsprotocol's types: a missing field, an unknown kind or a word where a number belongs
fails here even where editors would let it pass.
"""

import asyncio
import pathlib

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

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
    if encoding == "utf-32":
        return len(text)
    return len(text.encode("utf-8")) if encoding == "utf-8" else len(text.encode("utf-16-le")) // 2


def position(client: LanguageClient, line: int, before: str) -> types.Position:
    """The position on a line of the sample behind the text `before`."""
    whole = ANSWER.split("\n")[line]
    return types.Position(line, units(whole[: whole.index(before) + len(before)], client.encoding))


def heading_range(client: LanguageClient) -> types.Range:
    return types.Range(types.Position(HEADING, 0), position(client, HEADING, "alle"))


def make_client(features: dict | None = None) -> LanguageClient:
    """A client that also lets the server register what it wants to be told. `features` are its own, by method."""

    def register(client: LanguageClient, params: types.RegistrationParams):
        client.registrations.extend(params.registrations)

    # Editors ask anew then; here every test asks by itself.
    refreshes = [types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH]
    own = {types.CLIENT_REGISTER_CAPABILITY: register, **{refresh: lambda *_: None for refresh in refreshes}}
    client = LanguageClient(converter_factory=default_converter)
    client.registrations = []
    register_lsp_features(client, {**DEFAULT_CLIENT_FEATURES, **own, **(features or {})})
    return client


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
    """What the server has found in a version, whichever way this client gets it. Waits for messages, not for time.

    A client that asks gets what was found in the version that it has sent last.
    """
    if client.pulls:
        identifier = types.TextDocumentIdentifier(uri)
        params = types.DocumentDiagnosticParams(text_document=identifier, identifier="tradeoff")
        report = await client.text_document_diagnostic_async(params)
        assert report.kind == "full"
        assert client.publications == [], "who asks has nothing sent"
        return list(report.items)
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


def opened(client: LanguageClient, path: pathlib.Path) -> types.TextDocumentItem:
    """The sample as the file `path`, below a configuration, opened in the server."""
    (path.parent / "tradeoff.toml").write_text("", encoding="utf-8")
    path.write_text(ANSWER, encoding="utf-8")
    item = types.TextDocumentItem(uri=path.as_uri(), language_id="markdown", version=1, text=ANSWER)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return item


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


def edit_of(answer: types.CompletionList, item: types.CompletionItem) -> tuple[types.Range, str]:
    """What an item replaces up to the cursor, and what it inserts, wherever the server says so."""
    if isinstance(item.text_edit, types.InsertReplaceEdit):
        return item.text_edit.insert, item.text_edit.new_text
    if item.text_edit is not None:
        return item.text_edit.range, item.text_edit.new_text
    span = answer.item_defaults.edit_range
    return getattr(span, "insert", span), item.text_edit_text
