"""What stands around the features: pulled diagnostics, settings, commands, requests of our own, the record of a session.

The client here says that it can do all that the server makes use of.
"""

import asyncio
import os

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from support import ANSWER, COST, PATIENCE, insert, listen, make_client, opened


def capabilities() -> types.ClientCapabilities:
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=["utf-16"]),
        window=types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(support=True)),
        workspace=types.WorkspaceClientCapabilities(
            apply_edit=True,
            configuration=True,
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
            did_change_configuration=types.DidChangeConfigurationClientCapabilities(dynamic_registration=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            workspace_edit=types.WorkspaceEditClientCapabilities(
                document_changes=True, resource_operations=[types.ResourceOperationKind.Create]
            ),
        ),
        text_document=types.TextDocumentClientCapabilities(
            diagnostic=types.DiagnosticClientCapabilities(related_document_support=True),
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                code_description_support=True,
                data_support=True,
                related_information=True,
                tag_support=types.ClientDiagnosticsTagOptions(value_set=list(types.DiagnosticTag)),
            ),
        ),
    )


def make_obliging_client() -> LanguageClient:
    """A client that does what it is asked for and keeps it in `asked`, method and parameters."""

    def keeping(method: str, answer=None):
        def keep(client: LanguageClient, params):
            client.asked.put_nowait((method, params))
            return answer

        return keep

    answers = {
        types.WORKSPACE_APPLY_EDIT: types.ApplyWorkspaceEditResult(applied=True),
        types.WINDOW_SHOW_DOCUMENT: types.ShowDocumentResult(success=True),
        types.WORKSPACE_DIAGNOSTIC_REFRESH: None,
        types.WINDOW_SHOW_MESSAGE: None,
        types.LOG_TRACE: None,
    }
    client = make_client({method: keeping(method, answer) for method, answer in answers.items()})
    client.asked = asyncio.Queue()
    return client


async def asked(client: LanguageClient, method: str):
    """The parameters of the next thing of this kind that the server asks for."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found, params = await client.asked.get()
            if found == method:
                return params


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[os.environ["TRADEOFF"], "lsp"], client_factory=make_obliging_client)
)
async def client(lsp_client: LanguageClient, tmp_path):
    listen(lsp_client)
    lsp_client.set_configuration({"tradeoff": {"hints": "full"}})
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities(),
            process_id=os.getpid(),
            workspace_folders=[types.WorkspaceFolder(uri=tmp_path.as_uri(), name="answers")],
            initialization_options={"sheetDocuments": True},
            trace=types.TraceValue.Off,
        )
    )
    lsp_client.offer = result.capabilities
    yield
    await lsp_client.shutdown_session()
    assert lsp_client.publications == [], "who asks for diagnostics has none sent"


@pytest.fixture
def document(client: LanguageClient, tmp_path):
    return opened(client, tmp_path / "0501-raft.md")


async def pull(client: LanguageClient, uri: str, previous: str | None = None):
    params = types.DocumentDiagnosticParams(
        text_document=types.TextDocumentIdentifier(uri), identifier="tradeoff", previous_result_id=previous
    )
    return await client.text_document_diagnostic_async(params)


async def run(client: LanguageClient, command: str, argument: dict):
    return await client.workspace_execute_command_async(types.ExecuteCommandParams(command, [argument]))


@pytest.mark.asyncio
async def test_documents_are_pulled(client: LanguageClient, document):
    assert client.offer.diagnostic_provider.workspace_diagnostics
    report = await pull(client, document.uri)
    assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
    [finding] = report.items
    assert finding.code == "omitted-cost"
    assert finding.code_description.href.endswith("/docs/rules/omitted-consideration.md")

    again = await pull(client, document.uri, report.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == report.result_id

    insert(client, document.uri, 2, types.Position(ANSWER.count("\n"), 0), COST)
    mended = await pull(client, document.uri, report.result_id)
    assert (mended.kind, list(mended.items)) == ("full", [])


@pytest.mark.asyncio
async def test_the_workspace_is_pulled(client: LanguageClient, document):
    async def pull_all(known: dict[str, str]):
        ids = [types.PreviousResultId(uri, value) for uri, value in known.items()]
        return await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(ids, identifier="tradeoff"))

    report = await pull_all({})
    [item] = [item for item in report.items if item.uri == document.uri]
    assert isinstance(item, types.WorkspaceFullDocumentDiagnosticReport)
    assert (item.version, [finding.code for finding in item.items]) == (1, ["omitted-cost"])

    later = asyncio.ensure_future(pull_all({item.uri: item.result_id for item in report.items}))
    insert(client, document.uri, 2, types.Position(ANSWER.count("\n"), 0), COST)
    async with asyncio.timeout(PATIENCE):
        [news] = [item for item in (await later).items if item.uri == document.uri]
    assert (news.kind, list(news.items)) == ("full", [])


@pytest.mark.asyncio
async def test_a_changed_configuration_makes_the_client_ask_again(client: LanguageClient, document, tmp_path):
    assert len((await pull(client, document.uri)).items) == 1
    path = tmp_path / "tradeoff.toml"
    path.write_text("[rules]\nomitted-cost = 'off'\n", encoding="utf-8")
    changed = types.FileEvent(uri=path.as_uri(), type=types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    await asked(client, types.WORKSPACE_DIAGNOSTIC_REFRESH)
    assert list((await pull(client, document.uri)).items) == []


@pytest.mark.asyncio
async def test_settings_are_taken_from_the_client(client: LanguageClient, document):
    async def sheet() -> str:
        answer = await client.protocol.send_request_async("tradeoff/sheet", {"number": 501, "uri": document.uri})
        return answer.markdown

    assert "leader election" in await sheet()
    client.set_configuration({"tradeoff": {"hints": "off", "codeLens": "sometimes"}})
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
    complaint = await asked(client, types.WINDOW_SHOW_MESSAGE)
    assert complaint.message == 'the setting `tradeoff.codeLens` must be true or false, not "sometimes"'
    assert complaint.type == types.MessageType.Warning
    assert "leader election" not in await sheet()
    assert len((await pull(client, document.uri)).items) == 1, "settings never change findings"


@pytest.mark.asyncio
async def test_a_new_answer_is_created_and_shown(client: LanguageClient, tmp_path):
    assert "tradeoff.newAnswer" in client.offer.execute_command_provider.commands
    result = await run(client, "tradeoff.newAnswer", {"number": 502})
    edit = (await asked(client, types.WORKSPACE_APPLY_EDIT)).edit
    create, insertion = edit.document_changes
    assert isinstance(create, types.CreateFile)
    assert isinstance(insertion, types.TextDocumentEdit)
    assert create.uri == insertion.text_document.uri == result["uri"]
    assert create.uri.startswith(tmp_path.as_uri())
    [text] = insertion.edits
    assert text.new_text.startswith("---\nquestion: 502\n---\n")
    assert (await asked(client, types.WINDOW_SHOW_DOCUMENT)).uri == result["uri"]


@pytest.mark.asyncio
async def test_a_skeleton_is_inserted_and_a_sheet_opened(client: LanguageClient, document):
    await run(client, "tradeoff.insertSkeleton", {"uri": document.uri, "consideration": "cost"})
    edit = (await asked(client, types.WORKSPACE_APPLY_EDIT)).edit
    [change] = edit.document_changes
    assert (change.text_document.uri, change.text_document.version) == (document.uri, 1)
    assert "### Cost" in change.edits[0].new_text

    await run(client, "tradeoff.openSheet", {"number": 501})
    assert (await asked(client, types.WINDOW_SHOW_DOCUMENT)).uri.startswith("tradeoff:/sheets/0501-")


@pytest.mark.asyncio
async def test_bad_arguments_are_refused(client: LanguageClient):
    for command, argument in [("tradeoff.newAnswer", {}), ("tradeoff.openSheet", {"number": 9}), ("tradeoff.no", {})]:
        with pytest.raises(Exception) as caught:
            await run(client, command, argument)
        assert getattr(caught.value, "code", None) == types.ErrorCodes.InvalidParams


@pytest.mark.asyncio
async def test_questions_and_progress_are_known(client: LanguageClient, document):
    questions = (await client.protocol.send_request_async("tradeoff/questions", {})).questions
    assert (len(questions), questions[0].number, questions[0].state) == (250, 501, "answered")
    assert questions[0].answers[0].uri == document.uri
    progress = await client.protocol.send_request_async("tradeoff/progress", {})
    assert (progress.total, progress.answered, progress.missing[0].consideration) == (250, 1, "cost")
    position = {"line": 6, "character": 0}
    explained = await client.protocol.send_request_async(
        "tradeoff/explain", {"uri": document.uri, "position": position}
    )
    assert {weighed.consideration: weighed.verdict for weighed in explained.considerations}["cost"] == "missing"
    length = await client.protocol.send_request_async("tradeoff/length", {"uri": document.uri, "number": 501})
    assert length.words > 10
    other = await client.protocol.send_request_async("tradeoff/length", {"uri": document.uri, "number": 502})
    assert other is None


@pytest.mark.asyncio
async def test_a_session_can_be_recorded(client: LanguageClient, document):
    client.set_trace(types.SetTraceParams(value=types.TraceValue.Verbose))
    await pull(client, document.uri)
    record = await asked(client, types.LOG_TRACE)
    assert record.message.startswith("received `textDocument/diagnostic`")
    assert document.uri in record.verbose
