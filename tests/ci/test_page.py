"""The page of `tradeoff progress`, in a real browser, where there is one."""

import shutil

import pytest
from conftest import FLAWED, PLAIN, Project

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_needs_nothing_and_no_mouse(project: Project, scheme: str):
    from playwright.sync_api import sync_playwright

    project.write("tradeoff.toml", "[tradeoffs]\nrequired = []\n")
    project.write("0501-raft.md", PLAIN)
    project.write("0502-paxos.md", FLAWED.replace("Q501 Raft", "Q502 Paxos"))
    project.git("init", "--quiet")
    project.commit("answers")
    project.tradeoff("progress", "--format", "html", "--history", "--output", "page.html")
    messages, requests = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(color_scheme=scheme, viewport={"width": 900, "height": 700})
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        address = (project.folder / "page.html").as_uri()
        page.goto(address)

        # The first stop skips to the figures, the next ones are the questions.
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        names = []
        for _ in range(4):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"))
        assert names[0] == "The figures", names
        assert names[1].startswith("501, argued: Walk through Raft"), names
        assert names[2].startswith("502, answered: "), names
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        # A question opens the row that says more of it.
        page.keyboard.press("Enter")
        assert page.locator("#q503").is_visible()

        # Text stands out from what is behind it, in both schemes: the ratio that WCAG asks for.
        for selector in ("body", ".map .argued", ".map .answered", ".map .unanswered", "small", "summary"):
            assert page.evaluate(CONTRAST, selector) >= 4.5, (selector, scheme)
        wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert wide
        page.set_viewport_size({"width": 360, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert not page.locator("details").first.is_visible()
        assert page.pdf()[:4] == b"%PDF"
        browser.close()
    assert messages == []
    assert [request for request in requests if request != address and not request.startswith(("data:", address + "#"))] == []


CONTRAST = """
selector => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const element = document.querySelector(selector);
  let back = element;
  while (back.parentElement && rgb(getComputedStyle(back).backgroundColor)[3] === 0) back = back.parentElement;
  const light = color => {
    const [r, g, b] = rgb(color).map(part => part / 255)
      .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [one, other] = [light(getComputedStyle(element).color), light(getComputedStyle(back).backgroundColor)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
"""
