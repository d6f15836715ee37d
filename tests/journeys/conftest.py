"""A real browser, the accessibility check, and signing in as somebody."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, Page, expect

from ownway.foundation.access.models import SignIn

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's loop runs beside our database
WIDTHS = (1280, 375)
PICTURES = Path(".pictures")
PATIENCE_MS = 20_000  # a busy machine is slow, not broken
MOVED_ON = ("context was destroyed", "axe is not defined")  # the next page came meanwhile
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("The browser tests need Chromium: run `make test`, or install it.")
    return {
        **browser_type_launch_args,
        "executable_path": found,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def be(page: Page, live_server: Any) -> Callable[[SignIn], None]:
    """Be somebody from here on: the browser carries their session."""

    def become(who: SignIn) -> None:
        client = Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        # What still loads for whoever was here would bring their session back.
        page.wait_for_load_state("networkidle")
        page.context.clear_cookies()
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )

    return become


def faults_of(page: Page) -> list[dict[str, Any]]:
    """What the accessibility check finds, once the page a click leads to has come."""
    for _ in range(3):
        page.wait_for_load_state("load")
        try:
            return list(Axe().run(page, options={"runOnly": WCAG}).response["violations"])
        except Error as error:
            if not any(words in str(error) for words in MOVED_ON):
                raise
    raise AssertionError(f"The page never came to rest: {page.url}")


@pytest.fixture
def look(page: Page) -> Callable[[str], None]:
    """Look at the page wide and narrow: no fault that a machine can find, no sideways scroll.

    Keeps a picture of each in .pictures/, for people to look at.
    """

    def look_at(name: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            faults = faults_of(page)
            told = [
                (fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in faults
            ]
            assert told == [], f"{name} at {width}: {page.url}"
            inner = page.evaluate("document.documentElement.scrollWidth")
            assert inner <= width, f"{name} scrolls sideways at {width}: {inner}"
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    return look_at
