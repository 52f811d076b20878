"""A real browser, and what every page must be in it."""

import importlib.resources
import os
import pathlib
import re
import shutil

import html5lib
from playwright.sync_api import sync_playwright

# Nothing here takes long; a limit is for what hangs.
LIMIT = 10_000

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()

# What can be pressed, and is smaller than a finger. Links inside a text are as high as its lines, and may be.
SMALL_TARGETS = """() => {
    const small = [];
    for (const element of document.querySelectorAll('button, .button, select, textarea, summary, nav a, header a, .back a, .actions a, tbody th a,'
            + ' input:not([type=hidden]), label.choice')) {
        if (element.closest('label.choice') && element.tagName === 'INPUT') continue;
        const { width, height } = element.getBoundingClientRect();
        if (element.matches('.skip') || width === 0) continue;
        if (width < 44 || height < 43.9) small.push(`${element.outerHTML} is ${width} x ${height}`);
    }
    return small;
}"""

# What is wider than the screen.
TOO_WIDE = """() => document.documentElement.scrollWidth > window.innerWidth
    ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 200))
    : []"""


def find():
    for name in BROWSERS:
        if path := shutil.which(name):
            return path
    raise AssertionError(f"there is no browser, none of {', '.join(BROWSERS)}: run `scripts/install-packages test`")


class Browser:
    """One browser for all tests; every page has a profile of its own."""

    def __init__(self):
        self._playwright = sync_playwright().start()
        try:
            self._browser = self._playwright.chromium.launch(executable_path=find())
        except BaseException:
            self._playwright.stop()
            raise

    def close(self):
        self._browser.close()
        self._playwright.stop()

    def open(self, width=1280, colors="light", scripts=True):
        """A page; `colors` is `light`, `dark` or `forced`."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme="dark" if colors == "dark" else "light",
            forced_colors="active" if colors == "forced" else "none",
            reduced_motion="reduce",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(LIMIT)
        page = context.new_page()
        # What a policy blocks, and what cannot be loaded, is said here.
        page.complaints = []
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page


def follow(element):
    """Clicks a link or a button that leads to another page, and waits for it: a click alone only begins to."""
    with element.page.expect_navigation():
        element.click()


def assert_accessible(page):
    """No page may break a rule of WCAG 2.2 AA that a program can check, be wider than the screen, or have tiny targets."""
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({ runOnly: { type: 'tag', values: rules } })", RULES)
    problems = [
        f"{violation['id']}: {violation['help']}: {node['html']}: {node.get('failureSummary')}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    problems += [f"small: {element}" for element in page.evaluate(SMALL_TARGETS)]
    problems += [f"too wide: {element}" for element in page.evaluate(TOO_WIDE)]
    assert not problems, f"{page.title()}:\n" + "\n".join(problems)


def assert_valid(html):
    """A strict parser reads it, every id is there once, and headings go down one step at a time."""
    html5lib.HTMLParser(strict=True).parse(html)
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids)), ids
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert levels.count(1) == 1 and levels[0] == 1, levels
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels


def keep_screenshot(page, name):
    """Where the environment names a folder, for people to look at."""
    if folder := os.environ.get("TOLLGATE_SCREENSHOTS"):
        path = pathlib.Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path / f"{name}.png", full_page=True)
