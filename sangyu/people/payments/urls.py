"""The room's addresses, below /payments/."""

from __future__ import annotations

from django.urls import path

from sangyu.people.payments.views import batches, books, troubles

app_name = "payments"
urlpatterns = [
    path("", batches.batch_list, name="list"),
    path("open/", batches.batches_open, name="open"),
    path("books/", books.funds, name="books"),
    path("troubles/", troubles.trouble_list, name="troubles"),
    path("accounts/<int:pk>/settle/", troubles.account_settle, name="account-settle"),
    path("recoveries/<int:pk>/repaid/", troubles.repaid, name="recovery-repaid"),
    path("recoveries/<int:pk>/write-off/", troubles.write_off, name="recovery-write-off"),
    path("suspensions/<int:pk>/lift/", troubles.lift, name="suspension-lift"),
    path("elder/<int:pk>/", books.elder, name="elder"),
    path("elder/<int:pk>/suspend/", troubles.suspend, name="suspend"),
    path("<int:pk>/", batches.batch_detail, name="batch"),
    path("<int:pk>/compute/", batches.compute, name="compute"),
    path("<int:pk>/approve/", batches.approve, name="approve"),
    path("<int:pk>/refuse/", batches.refuse, name="refuse"),
    path("<int:pk>/cancel/", batches.cancel, name="cancel"),
    path("<int:pk>/issue/", batches.issue, name="issue"),
    path("<int:pk>/file/", batches.file, name="file"),
    path("<int:pk>/results/", batches.take_results, name="results"),
    path("<int:pk>/close/", batches.close, name="close"),
]
