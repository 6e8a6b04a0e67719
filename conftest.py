"""Each process of a test run has its own PostgreSQL: started once, in a temporary folder, thrown away at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from sangyu.settings import base
from tests import emptying, order

# How long an example takes says more of the machine's load than of the code: no test of properties is a timed one.
# Where CI is set Hypothesis's own profile for it holds, which has no deadline either and draws the same each time.
hypothesis.settings.register_profile("sangyu", deadline=None)
if hypothesis.settings.get_current_profile_name() != "ci":
    hypothesis.settings.load_profile("sangyu")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that the processes of a parallel run end together; otherwise the order stays random."""
    items.sort(key=order.rank)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[None]:
    """A running server; nothing to do where DATABASE_URL names one."""
    server = settings.EMBEDDED_POSTGRES
    if server is None:
        yield
        return
    server.start()
    yield
    server.stop(mode="immediate")
    shutil.rmtree(settings.VAR, ignore_errors=True)
    shutil.rmtree(server.socket_folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres_server: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """pytest-django asks for this before it creates the test database: one for each process."""


@pytest.fixture(autouse=True)
def forgotten_names() -> None:
    """What a process keeps of the areas, and the language of its last request, do not outlive their test."""
    from sangyu.city.areas.selectors import names_changed

    names_changed()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """After a test that commits, the tables are emptied in our way."""
    emptying.install()


@pytest.fixture
def kept_as_on_the_site(settings: Any) -> None:
    """The caches of the site, empty, where tests have none: what is kept for one reader must not reach another, and
    whoever goes through every page does not draw every frame."""
    settings.CACHES = base.CACHES
    for name in base.CACHES:
        caches[name].clear()
