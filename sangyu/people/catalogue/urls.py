"""The catalogue's addresses, below /services/, those for everybody below /lists/."""

from __future__ import annotations

from django.urls import path

from sangyu.people.catalogue.views import lines, lists, people, public, waiting

app_name = "catalogue"
urlpatterns = [
    path("services/", lists.list_all, name="list"),
    path("services/new/", lists.draft_new, name="new"),
    path("services/mine/", people.mine, name="mine"),
    path("services/items/<int:pk>/", people.item, name="item"),
    path("services/people/<int:pk>/", people.person, name="person"),
    path("services/wishes/", waiting.wishes, name="wishes"),
    path("services/wishes/find/", waiting.wishes_take, name="wishes-find"),
    path("services/wishes/new/<int:pk>/", waiting.wish_new, name="wish-new"),
    path("services/wishes/<int:pk>/", waiting.wish, name="wish"),
    path("services/wishes/<int:pk>/<slug:step>/", waiting.wish_step, name="wish-step"),
    path("services/works/", waiting.works, name="works"),
    path("services/works/find/", waiting.works_take, name="works-find"),
    path("services/works/<int:pk>/", waiting.work, name="work"),
    path("services/works/<int:pk>/<slug:step>/", waiting.work_step, name="work-step"),
    path("services/<int:pk>/", lists.detail, name="detail"),
    path("services/<int:pk>/head/", lists.head, name="head"),
    path("services/<int:pk>/release/", lists.release, name="release"),
    path("services/<int:pk>/discard/", lists.discard, name="discard"),
    path("services/<int:pk>/import/", lists.bring_in, name="import"),
    path("services/<int:pk>/export/", lists.export, name="export"),
    path("services/<int:pk>/print/", lists.printed, name="print"),
    path("services/<int:pk>/changes/", lists.changes, name="changes"),
    path("services/<int:pk>/lines/new/", lines.line_new, name="line-new"),
    path("services/<int:pk>/lines/<int:line_id>/", lines.line_edit, name="line-edit"),
    path("services/<int:pk>/lines/<int:line_id>/remove/", lines.line_remove, name="line-remove"),
    path("lists/", public.public_lists, name="public"),
    path("lists/<int:pk>/", public.public_list, name="public-list"),
    path("lists/<int:pk>/check/", public.public_check, name="public-check"),
]
