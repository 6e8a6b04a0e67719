"""The peer: the same lists as an ordinary Django project writes them.

Sign-in, one table with an index on every searched column, `startswith`, `icontains`, a Paginator with its count and
page numbers, a template that draws the rows. Numbers stand in plain text; nothing is masked or recorded.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

TABLE = """
    CREATE TABLE peer_person AS
    SELECT id, name, name_initials AS initials, sex, birth_date, area_code, address, living, ability_level, status,
           '99' || lpad(id::text, 16, '0') AS id_number, '1' || lpad(id::text, 10, '3') AS phone
    FROM registry_elder"""
INDEXED = ("name", "initials", "area_code", "id_number", "phone")
PAGE = Engine().from_string(
    "<!doctype html><html><body><h1>{{ page.paginator.count }}</h1><table>"
    "{% for row in page %}<tr><td><a href='/{{ row.id }}'>{{ row.name }}</a></td><td>{{ row.sex }}</td>"
    "<td>{{ row.birth_date }}</td><td>{{ row.id_number }}</td><td>{{ row.phone }}</td><td>{{ row.area_code }}</td>"
    "<td>{{ row.address }}</td><td>{{ row.living }}</td><td>{{ row.ability_level }}</td></tr>{% endfor %}</table>"
    "{% if page.has_previous %}<a href='?page={{ page.previous_page_number }}'>&lt;</a>{% endif %}"
    " {{ page.number }} / {{ page.paginator.num_pages }}</body></html>"
)


class Person(models.Model):
    """The peer's table, filled from the register's."""

    name = models.CharField(max_length=60)
    initials = models.CharField(max_length=60)
    sex = models.CharField(max_length=1)
    birth_date = models.DateField()
    area_code = models.CharField(max_length=12)
    address = models.CharField(max_length=200)
    living = models.CharField(max_length=24)
    ability_level = models.SmallIntegerField(null=True)
    status = models.CharField(max_length=24)
    id_number = models.CharField(max_length=18)
    phone = models.CharField(max_length=11)

    objects: Any = models.Manager()

    class Meta:
        app_label = "peer"
        managed = False
        db_table = "peer_person"

    def __str__(self) -> str:
        return self.name


@login_required(login_url="/sign-in")
def people(request: HttpRequest) -> HttpResponse:
    """The list."""
    rows: Any = Person.objects.filter(status="present")
    for key, value in request.GET.items():
        if key != "page":
            rows = rows.filter(**{key: value})
    page = Paginator(rows.order_by("name", "id"), 25).get_page(request.GET.get("page"))
    return HttpResponse(PAGE.render(Context({"page": page})))


urlpatterns = [path("", people)]


def lend_sessions(cursor: Any) -> None:
    """The product's sessions, in the table of Django's own engine."""
    cursor.execute(
        "CREATE TABLE IF NOT EXISTS django_session "
        "(session_key varchar(40) PRIMARY KEY, session_data text NOT NULL, expire_date timestamptz NOT NULL)"
    )
    cursor.execute(
        "INSERT INTO django_session SELECT session_key, session_data, expire_date FROM organisations_accountsession "
        "ON CONFLICT DO NOTHING"
    )


def prepare(cursor: Any) -> None:
    """Fill the table and index it, once."""
    cursor.execute("SELECT to_regclass('peer_person')")
    if cursor.fetchone()[0]:
        return
    cursor.execute(TABLE)
    cursor.execute("ALTER TABLE peer_person ADD PRIMARY KEY (id)")
    for column in INDEXED:
        cursor.execute(f"CREATE INDEX ON peer_person ({column} varchar_pattern_ops)")
    cursor.execute("ANALYZE peer_person")
