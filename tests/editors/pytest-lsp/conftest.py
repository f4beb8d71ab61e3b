"""The clients that every test runs with: two real editors, one that counts code points, and one that can do nothing."""

import os

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from support import listen, make_client, opened


@pytest_lsp.fixture(
    params=["neovim", "visual_studio_code", "utf_32", "none"],
    config=ClientServerConfig(server_command=[os.environ["TRADEOFF"], "lsp"], client_factory=make_client),
)
async def client(request, lsp_client: LanguageClient, tmp_path):
    bare = request.param == "none"
    encoding = {"neovim": "utf-8", "utf_32": "utf-32"}.get(request.param, "utf-16")
    lsp_client.is_bare = bare
    listen(lsp_client)
    result = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities(request.param),
            process_id=os.getpid(),
            workspace_folders=None if bare else [types.WorkspaceFolder(uri=tmp_path.as_uri(), name="answers")],
            root_uri=None if bare else tmp_path.as_uri(),
        )
    )
    # Neovim asks for diagnostics; Visual Studio Code did not yet in the version at hand.
    lsp_client.pulls = result.capabilities.diagnostic_provider is not None
    assert lsp_client.pulls == (request.param == "neovim")
    # Visual Studio Code counts UTF-16 units, Neovim bytes, Emacs and others code points.
    lsp_client.encoding = result.capabilities.position_encoding
    assert lsp_client.encoding == encoding
    yield
    await lsp_client.shutdown_session()


def capabilities(name: str) -> types.ClientCapabilities:
    if name == "none":
        return types.ClientCapabilities()
    if name != "utf_32":
        return client_capabilities(name)
    declared = client_capabilities("visual_studio_code")
    declared.general.position_encodings = ["utf-32"]
    return declared


@pytest.fixture
def document(client: LanguageClient, tmp_path):
    """The sample, opened in the server."""
    return opened(client, tmp_path / "0501-räft 漢.md")
