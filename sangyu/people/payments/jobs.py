"""The room's jobs; each is one transaction over a set, so a kill leaves all or nothing."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import work
from sangyu.people.payments.services import computing, issuing, results
from sangyu.people.payments.types import BatchState


def _link(batch_id: int) -> list[tuple[str, str]]:
    return [(_("The batch"), reverse("payments:batch", args=[batch_id]))]


@work.job(computing.JOB, title=gettext_lazy("Compute a payment batch"))
def compute(run: work.Run) -> None:
    """Run again, it computes the same batch anew."""
    batch = computing.batch_compute(actor=run.actor, batch_id=run.payload["batch"])
    summary = _("%(people)s people, %(held)s held back.") % {
        "people": batch.people, "held": batch.held_people,
    }  # fmt: skip
    run.finish(summary=summary, links=_link(batch.pk), people=batch.people)


@work.job(issuing.JOB, title=gettext_lazy("Issue a payment batch"))
def issue(run: work.Run) -> None:
    """Killed after its transaction it finds the batch issued and is done."""
    batch_id = run.payload["batch"]
    if issuing.batch_state(actor=run.actor, batch_id=batch_id) == BatchState.APPROVED:
        issuing.batch_issue(actor=run.actor, batch_id=batch_id, layout=run.payload["layout"])
    run.finish(summary=_("The batch is with the bank."), links=_link(batch_id))


@work.job(results.JOB, title=gettext_lazy("Book the bank's results"))
def book_results(run: work.Run) -> None:
    """Again it changes nothing."""
    file = results.results_apply(actor=run.actor, file_id=run.payload["file"])
    run.finish(
        summary=_("%(paid)s paid, %(failed)s refused or sent back, %(bad)s rows not booked.")
        % {
            "paid": file.counts["paid"],
            "failed": file.counts["failed"] + file.counts["returned"],
            "bad": file.counts["bad"],
        },
    )
