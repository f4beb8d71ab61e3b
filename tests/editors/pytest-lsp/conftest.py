"""The clients that every test runs with: those of two real editors, and one that can do nothing."""

import os

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from support import listen, make_client, opened


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
    # Neovim asks for diagnostics; Visual Studio Code did not yet in the version at hand.
    lsp_client.pulls = result.capabilities.diagnostic_provider is not None
    assert lsp_client.pulls == (request.param == "neovim")
    # Visual Studio Code counts UTF-16 units, Neovim bytes.
    lsp_client.encoding = result.capabilities.position_encoding
    assert lsp_client.encoding == ("utf-8" if request.param == "neovim" else "utf-16")
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def document(client: LanguageClient, tmp_path):
    """The sample, opened in the server."""
    return opened(client, tmp_path / "0501-räft 漢.md")
