"""Fixtures of the browser tests: one Chromium for the run, pages opened at a size, in a language, as a role."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any, Protocol

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from sangyu.city.organisations.models import Membership
from sangyu.kernel.work.registry import LONG, QUICK
from sangyu.kernel.work.worker import Lane, housekeeping
from tests.browser import journeys, support


class Visit(Protocol):
    """Opens an address."""

    def __call__(
        self,
        path: str,
        *,
        post: Membership | None = None,
        screen: str = "wide",
        language: str = "zh-hans",
    ) -> Page: ...


Survey = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that lies here needs a real browser."""
    for item in items:
        if item.path.is_relative_to(support.ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once. Its driver keeps an event loop in this thread, which Django must be told to bear."""
    program = support.chromium()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=program, args=support.ARGUMENTS, env=support.environment(program)
        )
        yield chromium
        chromium.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer) -> Iterator[Visit]:
    """Opens pages of the running site; each call is a new browser context, signed in as `post` if given."""
    opened: list[Page] = []

    def open_page(
        path: str,
        *,
        post: Membership | None = None,
        screen: str = "wide",
        language: str = "zh-hans",
    ) -> Page:
        width, height = support.SCREENS[screen]
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=support.LOCALES[language]
        )
        context.set_default_timeout(30_000)
        cookies = {django_settings.LANGUAGE_COOKIE_NAME: language}
        if post is not None:
            client = Client()
            client.force_login(post.account)
            cookies[django_settings.SESSION_COOKIE_NAME] = client.cookies[
                django_settings.SESSION_COOKIE_NAME
            ].value
        context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )
        page = context.new_page()
        support.watch(page, screen, language)
        opened.append(page)
        page.goto(live_server.url + path, wait_until="load")
        return page

    yield open_page
    for page in opened:
        support.forget(page)
        page.context.close()


@pytest.fixture
def survey(visit: Visit) -> Survey:
    """Looks an address over at both sizes in both languages, loading each language once; it answers with `status`."""

    def all_looks(
        path: str, name: str, *, post: Membership | None = None, status: int = 200
    ) -> None:
        for language in support.LANGUAGES:
            page = visit(path, post=post, language=language)
            assert support.status(page) == status, f"{name}: {page.url}"
            for screen in support.SCREENS:
                support.resize(page, screen)
                support.look_over(page, name)

    return all_looks


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[journeys.City]:
    """The small city of the journeys, on its day."""
    settings.MEDIA_ROOT, settings.SNAPSHOT_DIR = tmp_path / "media", tmp_path / "snapshots"
    with time_machine.travel(journeys.NOW):
        yield journeys.build()


@pytest.fixture
def worker(city: journeys.City) -> Iterator[None]:
    """The worker's own loop at work beside the site, on the city's clock: jobs, timetable and messages."""
    ended = Event()
    thread = Thread(target=Lane((QUICK, LONG), housekeeping).run, args=(ended,), name="worker")
    thread.start()
    yield
    ended.set()
    thread.join()
