"""Contacts, the chain of responsibility, needs and categories of one elder."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sangyu.kernel.access import ActorRequest, needs
from sangyu.kernel.errors import NotFound
from sangyu.people.registry import rights, types
from sangyu.people.registry.forms import attached as forms
from sangyu.people.registry.forms.parts import PurposeForm
from sangyu.people.registry.selectors.elders import ContactLine, ElderDetail, elder_detail
from sangyu.people.registry.services import categories, contacts, unmask
from sangyu.people.registry.views.acting import Step, posted, take


def _load(request: ActorRequest, pk: int) -> tuple[ElderDetail, str]:
    return elder_detail(actor=request.actor, elder_id=pk), reverse(
        "registry:elder-detail", args=[pk]
    )


def _contact(detail: ElderDetail, contact_id: int) -> ContactLine:
    found = next((one for one in detail.contacts if one.id == contact_id), None)
    if found is None:
        raise NotFound("not-found", _("There is no such contact."))
    return found


@needs(rights.ELDER_EDIT)
def contact_edit(request: ActorRequest, pk: int, contact_id: int | None = None) -> HttpResponse:
    """Add a contact, or change one; an empty phone keeps the number there is."""
    detail, back = _load(request, pk)
    old = _contact(detail, contact_id) if contact_id else None
    initial = (
        {name: getattr(old, name) for name in ("name", "relation", "emergency_order", "note")}
        if old
        else {}
    )
    form = forms.ContactForm(posted(request), initial=initial)
    if old and old.phone_masked:
        form.fields["phone"].help_text = _("Now %(masked)s. Leave empty to keep it.") % {
            "masked": old.phone_masked
        }
    step = Step(_("Contact"), _("Save"), back, detail.name, done=_("The contact has been saved."))
    response = take(
        request, step, form,
        lambda data: contacts.contact_save(
            actor=request.actor, elder_id=pk, contact_id=contact_id,
            **data | {"phone": data["phone"] or (None if old else "")},
        ),
    )  # fmt: skip
    if old and response.status_code == 200:
        return render(
            request,
            "registry/contact.html",
            {"step": step, "form": form, "detail": detail, "old": old},
        )
    return response


@needs(rights.ELDER_EDIT)
@require_POST
def contact_remove(request: ActorRequest, pk: int, contact_id: int) -> HttpResponse:
    """A contact who is none any more."""
    contacts.contact_remove(actor=request.actor, elder_id=pk, contact_id=contact_id)
    return redirect("registry:elder-detail", pk=pk)


@needs(rights.ELDER_UNMASK)
def contact_reveal(request: ActorRequest, pk: int, contact_id: int) -> HttpResponse:
    """A contact's phone number in full, with a purpose."""
    detail, back = _load(request, pk)
    old = _contact(detail, contact_id)
    form = PurposeForm(posted(request))
    step = Step(_("Show in full"), _("Show"), back, detail.name)
    if request.method == "POST" and form.is_valid():
        phone = unmask.contact_unmask(
            actor=request.actor, elder_id=pk, contact_id=contact_id, purpose=form.text()
        )
        context = {"detail": detail, "shown": [(old.name, phone)]}
        response = render(request, "registry/reveal.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response
    return take(request, step, form, lambda _data: None)


@needs(rights.ELDER_EDIT)
def responsible_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Name somebody who answers for the elder."""
    detail, back = _load(request, pk)
    form = forms.ResponsibleForm(
        posted(request), actor=request.actor, initial={"kind": request.GET.get("kind", "")}
    )
    step = Step(_("Who answers for this person"), _("Save"), back, detail.name, done=_("Saved."))
    return take(
        request, step, form,
        lambda data: contacts.responsible_save(actor=request.actor, elder_id=pk, **data),
    )  # fmt: skip


@needs(rights.ELDER_EDIT)
def responsible_end(request: ActorRequest, pk: int, link_id: int) -> HttpResponse:
    """Somebody no longer answers for the elder."""
    detail, back = _load(request, pk)
    step = Step(_("End a responsibility"), _("End it"), back, detail.name, done=_("Ended."))
    return take(
        request, step, forms.EndForm(posted(request)),
        lambda data: contacts.responsible_end(actor=request.actor, elder_id=pk, link_id=link_id, **data),
    )  # fmt: skip


@needs(rights.ELDER_EDIT)
def need_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Note a need."""
    detail, back = _load(request, pk)
    step = Step(_("Note a need"), _("Save"), back, detail.name, done=_("The need has been noted."))
    return take(
        request, step, forms.NeedForm(posted(request)),
        lambda data: contacts.need_note(actor=request.actor, elder_id=pk, **data),
    )  # fmt: skip


@needs(rights.ELDER_EDIT)
def need_meet(request: ActorRequest, pk: int, need_id: int) -> HttpResponse:
    """A need has been met."""
    detail, back = _load(request, pk)
    form = forms.EndForm(posted(request))
    form.fields["on"].label = _("Met on")
    step = Step(_("A need has been met"), _("Save"), back, detail.name, done=_("Noted as met."))
    return take(
        request, step, form,
        lambda data: contacts.need_meet(actor=request.actor, elder_id=pk, need_id=need_id, **data),
    )  # fmt: skip


@needs(rights.ELDER_EDIT)
def category_declare(request: ActorRequest, pk: int) -> HttpResponse:
    """Declare a category with its proof."""
    detail, back = _load(request, pk)
    form = forms.CategoryForm(posted(request), request.FILES or None)
    step = Step(
        _("Declare a category"), _("Declare"), back, detail.name,
        note=_("Categories such as living alone or advanced age follow from the record and are not declared."),
        done=_("The category has been declared."),
    )  # fmt: skip
    return take(
        request, step, form,
        lambda data: categories.category_declare(
            actor=request.actor, elder_id=pk, category=data["category"], evidence=form.evidence()
        ),
    )  # fmt: skip


@needs(rights.ELDER_EDIT)
def category_end(request: ActorRequest, pk: int, category_id: int) -> HttpResponse:
    """End a declared category."""
    detail, back = _load(request, pk)
    row = next((one for one in detail.categories if one.pk == category_id), None)
    name = types.CategoryCode(row.category).label if row else ""
    step = Step(
        _("End a category"), _("End it"), back, detail.name, note=name, tone="danger",
        done=_("The category has ended."),
    )  # fmt: skip
    return take(
        request, step, forms.CategoryEndForm(posted(request)),
        lambda data: categories.category_end(
            actor=request.actor, elder_id=pk, category_id=category_id, **data
        ),
    )  # fmt: skip
