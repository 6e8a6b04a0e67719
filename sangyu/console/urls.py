"""The addresses of the console."""

from __future__ import annotations

from django.urls import path

from sangyu.console.views import account, entry, help_pages, pages

app_name = "console"
urlpatterns = [
    path("", pages.home, name="home"),
    path("search/", pages.search, name="search"),
    path("worklist/", pages.worklist, name="worklist"),
    path("notices/", pages.notices, name="notices"),
    path("notices/read/", pages.notices_read, name="notices-read"),
    path("notices/<int:notice_id>/", pages.notice_open, name="notice-open"),
    path("sign-in/", entry.sign_in, name="sign-in"),
    path("sign-in/demo/", entry.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", entry.sign_out, name="sign-out"),
    path("second-factor/", entry.second_factor, name="second-factor"),
    path("second-factor/code.svg", entry.second_factor_code, name="second-factor-code"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/post/", account.post_switch, name="post-switch"),
    path("help/", help_pages.index, name="help"),
    path("help/<slug:slug>/", help_pages.page, name="help-page"),
]
