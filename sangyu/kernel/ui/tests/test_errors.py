"""One refusal, three forms: a page, a toast for htmx, a problem document; each with the request's id."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from sangyu.kernel.errors import DomainError
from sangyu.kernel.ui import htmx
from sangyu.kernel.ui.middleware import UiMiddleware, as_domain_error

MESSAGE = "该床位 11 月 3 日起已有入住人。"


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_a_refusal_is_a_page_that_says_why_and_what_to_do(client: Client, status: int) -> None:
    response = client.get(f"/_ui/error/{status}/")
    text = response.content.decode()
    assert response.status_code == status
    assert MESSAGE in text
    assert "请改选其他床位" in text
    assert response.headers["X-Request-ID"] in text


def test_htmx_gets_a_toast_that_leaves_the_page_alone(client: Client) -> None:
    response = client.get("/_ui/error/409/", headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#sy-toasts"
    assert "<html" not in response.content.decode()
    assert MESSAGE in response.content.decode()


def test_json_gets_a_problem_document(client: Client) -> None:
    response = client.get("/_ui/error/422/", headers={"Accept": "application/json"})
    problem = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["code"]) == (422, "refused")
    assert problem["request_id"] == response.headers["X-Request-ID"]


def test_an_address_that_is_not_there_has_our_page(client: Client) -> None:
    response = client.get("/no-such-place/")
    assert response.status_code == 404
    assert "没有这个页面" in response.content.decode()
    assert client.get("/api/no-such-place").json()["code"] == "not-found"


def test_a_form_that_stood_open_too_long_says_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "页面打开时间过长" in response.content.decode()


def test_an_unknown_fault_is_not_dressed_up() -> None:
    def broken(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert UiMiddleware(broken).process_exception(HttpRequest(), ValueError("x")) is None
    assert as_domain_error(ValueError("x")) is None
    assert isinstance(as_domain_error(Http404()), DomainError)


def test_a_broken_page_shows_the_request_number_and_nothing_of_the_fault() -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/_ui/broken/")
    text = response.content.decode()
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in text
    assert "secret" not in text


def test_success_redirects_as_the_caller_can_follow(client: Client) -> None:
    plain = RequestFactory().post("/x/")
    assert not htmx.is_fragment(plain)
    assert htmx.redirect(plain, "/y/").status_code == 303


def test_every_answer_carries_the_content_security_policy(client: Client) -> None:
    policy = client.get("/_ui/document/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
