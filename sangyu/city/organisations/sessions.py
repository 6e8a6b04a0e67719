"""The session engine: a session knows whose it is, so one statement brings session, account and posts.

Every page asks these three things first; asked one by one they took longer than most pages themselves. The row of the
session names its account, which also lets an administrator end all sessions of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import models
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from sangyu.city.organisations.models import Account, AccountSession, Membership, Organisation
from sangyu.kernel import clock
from sangyu.kernel.database.prepared import ask

_UPDATE = """
    UPDATE organisations_accountsession SET session_data = %s, expire_date = %s, account_id = %s
    WHERE session_key = %s RETURNING session_key"""
_PARTS: tuple[type[models.Model], ...] = (AccountSession, Account, Membership, Organisation)


class SessionStore(DatabaseStore):
    """Django's store in the database; what came with the session's row is kept beside it."""

    account: Account | None = None
    """The account whose session it is, as of this request; read `signed_in`, which also proves it."""
    posts: Sequence[Membership] = ()
    """That account's posts of today, oldest first."""

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        """The rows that know their account."""
        return AccountSession

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        """The row to be written."""
        row = cast("AccountSession", super().create_model_instance(data))
        row.account_id = int(data[auth.SESSION_KEY]) if auth.SESSION_KEY in data else None
        return row

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's own
        """Write the session. A row that stands is written by one statement, without a transaction around it."""
        if must_create or self.session_key is None or not self._written():
            super().save(must_create)  # which also says so if the session has been ended meanwhile

    def _written(self) -> bool:
        row = self.create_model_instance(dict(self.items()))
        values = (row.session_data, row.expire_date, row.account_id, row.session_key)
        return bool(ask(_UPDATE, values))

    def _get_session_from_db(self) -> AccountSession | None:
        today = clock.today()
        rows = ask(_statement(), (today, today, self.session_key, clock.now()))
        if not rows:
            self._session_key = None
            return None
        session, account, *_post = _split(rows[0])
        self.account = cast("Account | None", account)
        self.posts = [_post_of(self.account, *_split(row)[2:]) for row in rows if row[_first(2)]]
        return cast("AccountSession", session)


def signed_in(request: HttpRequest) -> Account | AnonymousUser:
    """Who is signed in. Whatever is not plainly in order is left to Django, which also ends a session that fails."""
    session = request.session
    session.get(auth.SESSION_KEY)  # reads the session
    account = getattr(session, "account", None)
    if account is not None and _holds(account, session):
        return cast("Account", account)
    return auth.get_user(request)


def posts_with_session(request: HttpRequest) -> list[Membership]:
    """The posts of today of whoever is signed in, if they came with the session; else none."""
    account = getattr(request.session, "account", None)
    if account is None or account.pk != request.user.pk:
        return []
    return list(request.session.posts)  # type: ignore[attr-defined]  # our store's


def _holds(account: Account, session: Any) -> bool:
    """The checks of django.contrib.auth.get_user and of its backend."""
    return (
        session.get(auth.SESSION_KEY) == str(account.pk)
        and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and account.is_active
        and constant_time_compare(
            session.get(auth.HASH_SESSION_KEY, ""), account.get_session_auth_hash()
        )
    )


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


@cache
def _first(part: int) -> int:
    """Where the columns of one of the parts begin."""
    return sum(len(_columns(model)) for model in _PARTS[:part])


@cache
def _statement() -> str:
    tables = [model._meta.db_table for model in _PARTS]
    columns = [
        f'{alias}."{name}"'
        for alias, model in zip("samo", _PARTS, strict=True)
        for name in _columns(model)
    ]
    return f"""
        SELECT {", ".join(columns)} FROM {tables[0]} AS s
        LEFT JOIN {tables[1]} AS a ON a.id = s.account_id
        LEFT JOIN {tables[2]} AS m ON m.account_id = a.id
            AND m.started_on <= %s AND (m.ended_on IS NULL OR m.ended_on > %s)
        LEFT JOIN {tables[3]} AS o ON o.id = m.organisation_id
        WHERE s.session_key = %s AND s.expire_date > %s
        ORDER BY m.started_on, m.id"""


def _split(row: Sequence[Any]) -> list[models.Model | None]:
    """The objects of one row; None for a part that is not there."""
    parts: list[models.Model | None] = []
    for number, model in enumerate(_PARTS):
        values = row[_first(number) : _first(number + 1)]
        there = values[_columns(model).index(str(model._meta.pk.column))] is not None
        names = [field.attname for field in model._meta.concrete_fields]
        parts.append(model.from_db("default", names, values) if there else None)
    return parts


def _post_of(account: Any, post: Any, organisation: Any) -> Membership:
    post.account, post.organisation = account, organisation
    return cast("Membership", post)
