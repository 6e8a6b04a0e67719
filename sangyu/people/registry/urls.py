"""The registry's addresses, below /elders/."""

from __future__ import annotations

from django.urls import path

from sangyu.people.registry.views import (
    attached,
    campaigns,
    detail,
    doubles,
    editing,
    exports,
    family,
    filters,
    life,
    lists,
    maps,
    queues,
)

app_name = "registry"
urlpatterns = [
    path("", lists.elder_list, name="elder-list"),
    path("search/", lists.search, name="elder-search"),
    path("communities/", lists.communities, name="communities"),
    path("export/", exports.export, name="export"),
    path("export/<int:job_id>/file/", exports.export_file, name="export-file"),
    path("print/", exports.elder_print, name="elder-print"),
    path("checked/", exports.elder_bulk, name="elder-bulk"),
    path("checked/category/", exports.bulk_category, name="bulk-category"),
    path("filters/save/", filters.filter_save_page, name="filter-save"),
    path("filters/<uuid:ref>/", filters.filter_open, name="filter-open"),
    path("filters/<int:pk>/delete/", filters.filter_remove, name="filter-delete"),
    path("map/", maps.elder_map, name="map"),
    path("mine/", family.mine, name="mine"),
    path("new/", editing.elder_new, name="elder-new"),
    path("new/alike/", editing.elder_alike_page, name="elder-alike"),
    path("proposals/", queues.proposal_list, name="proposal-list"),
    path("proposals/<uuid:group>/approve/", queues.proposal_approve, name="proposal-approve"),
    path("proposals/<uuid:group>/reject/", queues.proposal_reject, name="proposal-reject"),
    path("transfers/", queues.transfer_list, name="transfer-list"),
    path("transfers/<int:pk>/accept/", queues.transfer_accept, name="transfer-accept"),
    path("transfers/<int:pk>/refuse/", queues.transfer_refuse, name="transfer-refuse"),
    path("transfers/<int:pk>/withdraw/", queues.transfer_withdraw, name="transfer-withdraw"),
    path("duplicates/", doubles.pair_list, name="pair-list"),
    path("duplicates/find/", doubles.pair_find, name="pair-find"),
    path("duplicates/<int:pk>/", doubles.pair_compare, name="pair-compare"),
    path("duplicates/<int:pk>/distinct/", doubles.pair_distinct, name="pair-distinct"),
    path("merges/<int:pk>/undo/", doubles.merge_undo, name="merge-undo"),
    path("campaigns/", campaigns.campaign_list, name="campaign-list"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign-new"),
    path("campaigns/<int:pk>/", campaigns.campaign_detail, name="campaign-detail"),
    path("campaigns/<int:pk>/remind/", campaigns.campaign_reminder, name="campaign-remind"),
    path("campaigns/<int:pk>/close/", campaigns.campaign_close, name="campaign-close"),
    path("campaigns/<int:pk>/<str:town_code>/", campaigns.campaign_town, name="campaign-town"),
    path(
        "campaigns/<int:pk>/<str:town_code>/reopen/",
        campaigns.campaign_reopen,
        name="campaign-reopen",
    ),
    path("<int:pk>/", detail.elder_show, name="elder-detail"),
    path("<int:pk>/history/", detail.elder_history, name="elder-history"),
    path("<int:pk>/history/<int:change_id>/undo/", editing.elder_undo, name="change-undo"),
    path("<int:pk>/looks/", detail.elder_looks, name="elder-looks"),
    path("<int:pk>/show/", detail.elder_reveal, name="elder-reveal"),
    path("<int:pk>/edit/<slug:part>/", editing.elder_edit, name="elder-edit"),
    path("<int:pk>/record/<slug:step>/", life.elder_step, name="elder-step"),
    path("<int:pk>/contacts/new/", attached.contact_edit, name="contact-new"),
    path("<int:pk>/contacts/<int:contact_id>/", attached.contact_edit, name="contact-edit"),
    path(
        "<int:pk>/contacts/<int:contact_id>/remove/", attached.contact_remove, name="contact-remove"
    ),
    path(
        "<int:pk>/contacts/<int:contact_id>/show/", attached.contact_reveal, name="contact-reveal"
    ),
    path("<int:pk>/responsible/new/", attached.responsible_new, name="responsible-new"),
    path(
        "<int:pk>/responsible/<int:link_id>/end/", attached.responsible_end, name="responsible-end"
    ),
    path("<int:pk>/needs/new/", attached.need_new, name="need-new"),
    path("<int:pk>/needs/<int:need_id>/met/", attached.need_meet, name="need-meet"),
    path("<int:pk>/categories/declare/", attached.category_declare, name="category-declare"),
    path("<int:pk>/categories/<int:category_id>/end/", attached.category_end, name="category-end"),
    path("<int:pk>/family/", family.family_list, name="elder-family"),
    path("<int:pk>/family/<int:link_id>/end/", family.family_end, name="family-end"),
]
