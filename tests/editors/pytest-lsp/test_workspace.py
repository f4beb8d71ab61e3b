"""Findings that depend on other files, as an editor sees them that shows progress and watches files."""

import asyncio
import os

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

PATIENCE = 60  # seconds after which a message that must come has not come
RAFT = "# Q501 Raft\n\nA leader takes all writes.\n\n## Trade-offs\n\nWe take it.\n"
PAXOS = "# Q502 Paxos\n\nSee [Raft](0501.md#trade-offs).\n\n## Trade-offs\n\nWe take it.\n"


def make_editor() -> LanguageClient:
    client = make_test_lsp_client()

    # Editors ask anew then; here every test asks by itself.
    for refresh in [types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH]:
        client.feature(refresh)(lambda _: None)

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(params: types.RegistrationParams):
        pass

    return client


@pytest_lsp.fixture(
    config=ClientServerConfig(server_command=[os.environ["TRADEOFF"], "lsp"], client_factory=make_editor),
)
async def editor(lsp_client: LanguageClient, tmp_path):
    (tmp_path / "tradeoff.toml").write_text("[tradeoffs]\nrequired = []\n", encoding="utf-8")
    (tmp_path / "0501.md").write_text(RAFT, encoding="utf-8")
    capabilities = client_capabilities("visual_studio_code")
    # What is sent unasked is what this is about.
    capabilities.text_document.diagnostic = None
    assert capabilities.window.work_done_progress
    folder = types.WorkspaceFolder(uri=tmp_path.as_uri(), name="answers")
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities, process_id=os.getpid(), workspace_folders=[folder])
    )
    yield
    await lsp_client.shutdown_session()


def open_file(editor: LanguageClient, path, text: str) -> str:
    item = types.TextDocumentItem(uri=path.as_uri(), language_id="markdown", version=1, text=text)
    editor.text_document_did_open(types.DidOpenTextDocumentParams(item))
    return item.uri


def changed(editor: LanguageClient, path, kind: types.FileChangeType):
    event = types.FileEvent(uri=path.as_uri(), type=kind)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


async def codes(editor: LanguageClient, uri: str, expected: list[str]) -> list[types.Diagnostic]:
    """Waits until these rules, and no others, are reported."""
    async with asyncio.timeout(PATIENCE):
        while [one.code for one in editor.diagnostics.get(uri, [])] != expected or uri not in editor.diagnostics:
            await editor.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(editor.diagnostics[uri])


@pytest.mark.asyncio
async def test_a_second_answer_comes_and_goes_with_its_file(editor: LanguageClient, tmp_path):
    uri = open_file(editor, tmp_path / "0501.md", RAFT)
    assert await codes(editor, uri, []) == []
    other = tmp_path / "501-raft.md"
    other.write_text(RAFT, encoding="utf-8")
    changed(editor, other, types.FileChangeType.Created)
    [finding] = await codes(editor, uri, ["duplicate-answer"])
    [related] = finding.related_information
    assert related.location.uri == other.as_uri()
    assert related.location.range.end == types.Position(0, len("# Q501 Raft"))
    other.unlink()
    changed(editor, other, types.FileChangeType.Deleted)
    await codes(editor, uri, [])


@pytest.mark.asyncio
async def test_a_link_breaks_and_heals_with_the_open_target(editor: LanguageClient, tmp_path):
    uri = open_file(editor, tmp_path / "0502.md", PAXOS)
    await codes(editor, uri, [])
    target = open_file(editor, tmp_path / "0501.md", RAFT.replace("Trade-offs", "Drawbacks"))
    [finding] = await codes(editor, uri, ["broken-reference"])
    assert finding.message == "0501.md has no anchor #trade-offs"
    editor.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(target)))
    await codes(editor, uri, [])


@pytest.mark.asyncio
async def test_the_first_scan_shows_its_progress(editor: LanguageClient):
    async with asyncio.timeout(PATIENCE):
        while not any(
            isinstance(step, types.WorkDoneProgressEnd)
            for steps in editor.progress_reports.values()
            for step in steps
        ):
            await editor.wait_for_notification(types.PROGRESS)
    [steps] = editor.progress_reports.values()
    assert steps[0].title == "Reading answers" and steps[0].cancellable
    assert steps[-1].message == "1 file"
