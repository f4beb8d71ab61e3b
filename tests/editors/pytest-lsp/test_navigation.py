"""Navigation, outline and hover, each message decoded into lsprotocol's types."""

import asyncio

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from support import PATIENCE, position, units

# The reference stands behind characters of one, two, three and four bytes.
PAXOS = "# Q502 Paxos\n\n漢字 für 🦀 as Q501 says, unlike Q503.\n\n<!-- a\nb -->\n"
BEFORE = "漢字 für 🦀 as "


@pytest.fixture
def paxos(client: LanguageClient, document, tmp_path):
    """An answer that speaks of the one in `document`, opened in the server."""
    item = types.TextDocumentItem(uri=(tmp_path / "0502-paxos.md").as_uri(), language_id="markdown", version=1, text=PAXOS)
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return item


def reference(client: LanguageClient) -> types.Range:
    start = units(BEFORE, client.encoding)
    return types.Range(types.Position(2, start), types.Position(2, start + 4))


def inside(span: types.Range, outer: types.Range) -> bool:
    def key(at: types.Position) -> tuple[int, int]:
        return at.line, at.character

    return key(outer.start) <= key(span.start) and key(span.end) <= key(outer.end)


@pytest.mark.asyncio
async def test_a_reference_leads_to_the_answer(client: LanguageClient, document, paxos):
    params = types.DefinitionParams(types.TextDocumentIdentifier(paxos.uri), reference(client).start)
    [found] = await client.text_document_definition_async(params)
    title = types.Range(types.Position(0, 0), position(client, 0, "🦀"))
    if client.is_bare:
        assert found == types.Location(document.uri, title)
    else:
        assert isinstance(found, types.LocationLink)
        assert (found.target_uri, found.target_selection_range) == (document.uri, title)
        assert found.origin_selection_range == reference(client)
        assert inside(found.target_selection_range, found.target_range)


@pytest.mark.asyncio
async def test_a_question_without_an_answer_leads_to_a_readable_file(client: LanguageClient, paxos):
    at = types.Position(2, units(PAXOS.split("\n")[2], client.encoding) - 3)
    params = types.DefinitionParams(types.TextDocumentIdentifier(paxos.uri), at)
    [found] = await client.text_document_definition_async(params)
    uri = found.uri if client.is_bare else found.target_uri
    assert uri.startswith("file:///") and "/0503-" in uri


@pytest.mark.asyncio
async def test_references_name_every_place_and_the_answers(client: LanguageClient, document, paxos):
    async def found(with_answers: bool) -> list[types.Location]:
        params = types.ReferenceParams(
            types.ReferenceContext(with_answers), types.TextDocumentIdentifier(document.uri), types.Position(0, 3)
        )
        return list(await client.text_document_references_async(params))

    spoken = types.Location(paxos.uri, reference(client))
    assert await found(False) == [spoken]
    [answer, last] = await found(True)
    assert (answer.uri, last) == (document.uri, spoken)


@pytest.mark.asyncio
async def test_links_are_resolved_when_followed(client: LanguageClient, document, paxos):
    links = await client.text_document_document_link_async(
        types.DocumentLinkParams(types.TextDocumentIdentifier(paxos.uri))
    )
    assert [link.target for link in links] == [None, None]
    assert links[0].range == reference(client)
    resolved = await client.document_link_resolve_async(links[0])
    assert resolved.target == document.uri
    if links[0].tooltip:
        assert links[0].tooltip.startswith("501. Walk through Raft")


@pytest.mark.asyncio
async def test_the_outline_nests(client: LanguageClient, document):
    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(types.TextDocumentIdentifier(document.uri))
    )
    if client.is_bare:
        assert all(isinstance(symbol, types.SymbolInformation) for symbol in symbols)
        assert symbols[0].name.endswith("(answered)")
        return
    [answer] = symbols
    assert answer.detail == "answered"
    [section] = answer.children
    verdicts = {child.name: child.detail for child in section.children}
    assert verdicts == {"Consistency": "argued", "Latency": "argued", "Cost": "missing"}

    def check(symbol: types.DocumentSymbol):
        assert inside(symbol.selection_range, symbol.range)
        for child in symbol.children or []:
            assert inside(child.range, symbol.range)
            check(child)

    check(answer)


@pytest.mark.asyncio
async def test_symbols_of_the_workspace_are_found_by_number_and_words(client: LanguageClient, document):
    async def names(query: str) -> list[str]:
        symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams(query)) or []
        return [symbol.name for symbol in symbols]

    by_number = await names("Q501")
    assert by_number == ["Q501 Raft: how a 漢字 log is agreed on 🦀", by_number[1]]
    assert by_number[1].startswith("Q501 Walk through Raft")
    assert await names("raft 501") == by_number
    symbols = await client.workspace_symbol_async(types.WorkspaceSymbolParams("raft 501"))
    assert [symbol.container_name.rsplit(" · ")[-1] for symbol in symbols] == ["answered", "answered"]
    if isinstance(symbols[1], types.WorkspaceSymbol) and not client.is_bare:
        resolved = await client.workspace_symbol_resolve_async(symbols[1])
        assert resolved.location.range is not None


@pytest.mark.asyncio
async def test_folds_and_selections(client: LanguageClient, paxos):
    document = types.TextDocumentIdentifier(paxos.uri)
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    lines = [(fold.start_line, fold.end_line, fold.kind) for fold in folds]
    assert lines == [(0, 5, None), (4, 5, types.FoldingRangeKind.Comment)]
    at = [reference(client).start, types.Position(99, 0)]
    selections = await client.text_document_selection_range_async(types.SelectionRangeParams(document, at))
    assert len(selections) == len(at)
    assert selections[0].range == reference(client)
    for selection in selections:
        while selection.parent:
            assert inside(selection.range, selection.parent.range) and selection.range != selection.parent.range
            selection = selection.parent


@pytest.mark.asyncio
async def test_hover_explains_clauses_and_references(client: LanguageClient, document, paxos):
    async def hover(uri: str, at: types.Position) -> str:
        found = await client.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(uri), at))
        return found.contents.value.replace("**", "")

    assert (await hover(paxos.uri, reference(client).start)).startswith("501. Walk through Raft")
    clause = await hover(document.uri, types.Position(6, 5))
    assert clause.startswith("Consistency argued here: ")


@pytest.mark.asyncio
async def test_other_files_get_empty_replies(client: LanguageClient, tmp_path):
    uri = (tmp_path / "README.md").as_uri()
    item = types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=PAXOS.replace("# Q502 Paxos", "# Home"))
    client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    document = types.TextDocumentIdentifier(uri)
    at = reference(client).start
    async with asyncio.timeout(PATIENCE):
        replies = await asyncio.gather(
            client.text_document_hover_async(types.HoverParams(document, at)),
            client.text_document_definition_async(types.DefinitionParams(document, at)),
            client.text_document_references_async(types.ReferenceParams(types.ReferenceContext(True), document, at)),
            client.text_document_document_link_async(types.DocumentLinkParams(document)),
            client.text_document_document_symbol_async(types.DocumentSymbolParams(document)),
            client.text_document_folding_range_async(types.FoldingRangeParams(document)),
            client.text_document_selection_range_async(types.SelectionRangeParams(document, [at])),
        )
    assert replies == [None] * len(replies)
