"""The addresses of the organisations room."""

from __future__ import annotations

from django.urls import path

from sangyu.city.organisations import reset_views, views

app_name = "organisations"
urlpatterns = [
    path("units/", views.units, name="units"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.account_new, name="account-new"),
    path("accounts/<int:account_id>/", views.account, name="account"),
    path("accounts/<int:account_id>/post/", views.post_grant, name="post-grant"),
    path("accounts/<int:account_id>/close/", views.account_close, name="account-close"),
    path("accounts/<int:account_id>/reopen/", views.account_reopen, name="account-reopen"),
    path("accounts/<int:account_id>/password/", views.password_reset, name="password-reset"),
    path("accounts/<int:account_id>/release/", views.lock_release, name="lock-release"),
    path("accounts/<int:account_id>/factor/", views.factor_remove, name="factor-remove"),
    path("passwords/", reset_views.resets, name="resets"),
    path("passwords/<int:reset_id>/approve/", reset_views.approve, name="reset-approve"),
    path("passwords/<int:reset_id>/refuse/", reset_views.refuse, name="reset-refuse"),
    path("passwords/<int:reset_id>/withdraw/", reset_views.withdraw, name="reset-withdraw"),
    path("posts/<int:membership_id>/end/", views.post_end, name="post-end"),
]
