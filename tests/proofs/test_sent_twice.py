"""A form that is sent twice is done once."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from sangyu.city.organisations.tests.factories import make_post
from sangyu.city.organisations.types import Role
from sangyu.kernel import clock
from sangyu.kernel.ui import once
from sangyu.kernel.ui.models import SentForm
from sangyu.people.registry.models import Contact, Elder
from sangyu.people.registry.tests.factories import COMMUNITY, TOWN, load_areas, make_elder

CONTACT = {"name": "王示例", "relation": "", "phone": "", "emergency_order": "", "note": ""}
PERSON = {
    "name": "李示例", "sex": "2", "birth_date": "1950-05-01", "area_code": COMMUNITY,
    "source": "community_visit", "effective_on": "2024-03-01", "proof": "seen",
}  # fmt: skip


def signed_in(client: Client | None = None) -> Client:
    found = client or Client()
    found.force_login(make_post(Role.TOWN_CLERK, TOWN).account)
    return found


def drawn(client: Client, url: str) -> dict[str, str]:
    """The hidden field of the page's form."""
    found = re.search(r'name="sy_page" value="([0-9a-f]{32})"', client.get(url).content.decode())
    assert found, f"{url} draws its form without the page's id"
    return {once.FIELD: found[1]}


@pytest.mark.django_db
def test_a_contact_sent_twice_is_one_contact() -> None:
    load_areas()
    elder, client = make_elder(), signed_in()
    url = reverse("registry:contact-new", args=[elder.pk])
    page = drawn(client, url)
    first, second = (client.post(url, CONTACT | page) for _time in range(2))
    assert (first.status_code, first.headers["Location"]) == (302, f"/elders/{elder.pk}/")
    assert (second.status_code, second.headers["Location"]) == (303, f"/elders/{elder.pk}/")
    assert Contact.objects.count() == 1
    assert "没有重复办理" in client.get(second.headers["Location"]).content.decode()
    client.post(url, CONTACT | page | {"name": "王另外"})  # Back, another name: meant
    client.post(url, CONTACT | drawn(client, url))  # the page drawn anew: meant
    signed_in(client).post(url, CONTACT | page)  # somebody else
    assert Contact.objects.count() == 4


@pytest.mark.django_db
def test_a_person_without_a_number_is_registered_once() -> None:
    load_areas()
    client, url = signed_in(), reverse("registry:elder-new")
    page = drawn(client, url)
    answers = [client.post(url, PERSON | page) for _time in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Elder.objects.count() == 1


@pytest.mark.django_db
def test_a_refusal_may_be_sent_again() -> None:
    load_areas()
    elder, client = make_elder(), signed_in()
    url = reverse("registry:contact-new", args=[elder.pk])
    page = drawn(client, url)
    assert [client.post(url, page).status_code for _time in range(2)] == [422, 422]
    assert not SentForm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_wait_for_each_other() -> None:
    load_areas()
    elder, client = make_elder(), signed_in()
    url = reverse("registry:contact-new", args=[elder.pk])
    data = CONTACT | drawn(client, url)
    answers: list[int] = []

    def click() -> None:
        again = Client()
        again.cookies = client.cookies
        answers.append(again.post(url, data).status_code)
        connection.close()

    threads = [threading.Thread(target=click) for _time in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == [302, 303, 303, 303]
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_files_count_by_what_is_in_them(rf: RequestFactory) -> None:
    account = make_post(Role.TOWN_CLERK, TOWN).account

    def key(content: bytes, **more: Any) -> str:
        file = SimpleUploadedFile("list.csv", content)
        request = rf.post("/x/", {once.FIELD: "a" * 32, "file": file} | more)
        request.user = account
        found = once.key_of(request)
        (kept,) = request.FILES.getlist("file")
        assert isinstance(kept, UploadedFile)
        assert kept.read() == content
        return found

    assert key(b"one") == key(b"one")
    assert len({key(b"one"), key(b"two"), key(b"one", note="x")}) == 3


@pytest.mark.django_db
def test_what_is_long_ago_is_forgotten() -> None:
    load_areas()
    elder, client = make_elder(), signed_in()
    url = reverse("registry:contact-new", args=[elder.pk])
    data = CONTACT | drawn(client, url)
    client.post(url, data)
    SentForm.objects.update(sent_at=clock.now() - once.KEPT * 2)
    client.post(url, CONTACT | drawn(client, url) | {"name": "王另外"})
    client.post(url, data)
    assert Contact.objects.count() == 3
