"""What every test may ask for."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder, which no test writes into."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it a test in the browser is skipped, but fails where CI=true."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("this is looked at in Chromium, and there is none on the PATH")
    return found


@pytest.fixture(scope="module")
def bare(chromium: str, root: Path) -> Iterator[Callable[..., Any]]:
    """`bare(*scripts)` opens an empty page with some of the book's scripts; no page may have an error."""
    from playwright.sync_api import sync_playwright

    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

        def open_page(*scripts: str, body: str = "", **how: Any) -> Any:
            page = browser.new_page(**how)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
            page.set_content(f"<!doctype html><html lang=en><title>A test</title><main>{body}</main>")
            for script in scripts:
                page.add_script_tag(path=root / "book" / "_static" / script)
            return page

        yield open_page
        browser.close()
    assert errors == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One group that looks at the whole book comes first, and builds it; what else looks at it comes last, so that nobody waits meanwhile."""

    def turn(item: pytest.Item) -> int:
        if "whole_book" not in getattr(item, "fixturenames", ()):
            return 1
        return 0 if any(mark.args == ("browser",) for mark in item.iter_markers("xdist_group")) else 2

    items.sort(key=turn)
