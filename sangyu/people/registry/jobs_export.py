"""Long exports, made by the worker; and the broom that deletes old files."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangyu.kernel import work
from sangyu.people.registry.services import exports

JOB = "registry.export"


@work.job(JOB, title=gettext_lazy("Export of a list of elders"))
def export(run: work.Run) -> None:
    """Make the file; its download is on the progress page. Run again, it makes a new file."""
    payload = run.payload
    wish = exports.Wish(
        purpose=payload["purpose"],
        what=payload["what"],
        query=payload["query"],
        text=payload["text"],
        ids=payload["ids"],
        is_masked=payload["is_masked"],
    )
    name, count = exports.export_file(
        actor=run.actor, wish=wish, tell=lambda done: run.progress(done, payload["expected"])
    )
    run.finish(
        summary=_("%(count)s people. The file can be fetched for a week.") % {"count": count},
        links=[(_("Download"), reverse("registry:export-file", args=[run.job_id]))],
        name=name,
        count=count,
    )


@work.job("registry.exports.sweep", title=gettext_lazy("Delete old exported files"))
def sweep(run: work.Run) -> None:
    """A file stays for a week."""
    deleted = exports.exports_sweep(actor=run.actor)
    run.finish(summary=_("%(count)s files deleted.") % {"count": deleted})


work.every("registry.exports.sweep", seconds=24 * 3600)
