"""Every page of the site, and as whom it is looked at. An address that answers with HTML must stand here.

`test_every_page.py` compares this table with the permission table, so a new page fails until it has its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from sangyu.city.organisations.models import Membership
from tests.browser.furnished import Furnished
from tests.browser.journeys import TOWN


@dataclass(frozen=True)
class Look:
    """One page as one role sees it. `args` name ids of the furnished city; what begins with = is meant as it stands."""

    address: str
    role: str = ""
    args: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    tag: str = ""
    """Tells two looks at one address apart."""

    @property
    def name(self) -> str:
        """The name of its screenshots."""
        return "-".join(filter(None, ("page", *self.address.split(":"), self.tag)))

    def path(self, house: Furnished) -> str:
        """Where it is in this city."""
        values = {
            key: value[1:] if value.startswith("=") else house.ids[value]
            for key, value in self.args.items()
        }
        return reverse(self.address, kwargs=values or None) + self.query

    def post(self, house: Furnished) -> Membership | None:
        """Who looks."""
        return house.posts[self.role] if self.role else None


CLERK, WORKER, OFFICER, DIRECTOR = "town_clerk", "community_worker", "officer", "director"
ELDER, OF_TOWN = {"pk": "elder"}, {"pk": "campaign", "town_code": f"={TOWN}"}
CONFIRMED = {"pk": "campaign", "town_code": "=522601103"}
FIGURE = "?area=522601&dimension=total&value="

LOOKS = [
    # payments
    Look("payments:list", OFFICER),
    Look("payments:open", OFFICER),
    Look("payments:books", DIRECTOR),
    Look("payments:troubles", CLERK),
    Look("payments:elder", OFFICER, {"pk": "paid_elder"}),
    Look("payments:suspend", OFFICER, {"pk": "paid_elder"}),
    Look("payments:batch", OFFICER, {"pk": "paid_batch"}),
    Look("payments:account-settle", OFFICER, {"pk": "failed_account"}),
    Look("payments:recovery-repaid", OFFICER, {"pk": "recovery"}),
    Look("payments:recovery-write-off", DIRECTOR, {"pk": "recovery"}),
    *(
        Look(f"payments:{step}", OFFICER, {"pk": "payment_batch"})
        for step in ("refuse", "cancel", "issue", "file", "results")
    ),
    # signing in, and what everybody has
    Look("console:sign-in"),
    Look("console:sign-in", query="?ended=1", tag="ended"),
    Look("console:second-factor", DIRECTOR),
    Look("console:password", OFFICER),
    Look("console:account", CLERK),
    Look("console:home", DIRECTOR, tag="director"),
    Look("console:home", OFFICER, tag="officer"),
    Look("console:home", CLERK, tag="clerk"),
    Look("console:home", WORKER, tag="community"),
    Look("console:home", "hotline", tag="hotline"),
    Look("console:home", "inspector", tag="inspector"),
    Look("console:home", "family", tag="family"),
    Look("console:home", "system_admin", tag="system"),
    Look("console:home", "audit_admin", tag="audit"),
    Look("console:home", "carer", tag="carer"),
    Look("console:worklist", CLERK),
    Look("console:notices", CLERK),
    Look("console:search", CLERK, query="?q=示"),
    Look("console:help", CLERK),
    Look("console:help-page", CLERK, {"slug": "=town-clerk"}),
    # the register
    Look("registry:elder-list", CLERK),
    Look("registry:elder-list", DIRECTOR, query="?more=1&living=alone", tag="filtered"),
    Look("registry:elder-list", CLERK, query="?q=没有这个人", tag="nobody"),
    Look("registry:export", OFFICER),
    Look("registry:elder-print", CLERK),
    Look("registry:filter-save", CLERK, query="?living=alone"),
    Look("registry:map", OFFICER),
    Look("registry:map", CLERK, query="?category=alone", tag="town"),
    Look("registry:mine", "family"),
    Look("entitlement:list", OFFICER),
    Look("entitlement:list", CLERK, tag="town"),
    Look("entitlement:programme", OFFICER, {"code": "=qiandongnan-advanced-age"}),
    Look("entitlement:programme", "inspector", {"code": "=care-voucher"}, tag="voucher"),
    Look("entitlement:people", OFFICER),
    Look("entitlement:people", CLERK, query="?state=maybe", tag="maybe"),
    Look("entitlement:elder", CLERK, ELDER),
    Look("entitlement:print", CLERK, ELDER | {"code": "=ability-assessment"}),
    Look("entitlement:claim", CLERK, ELDER | {"code": "=ability-assessment"}),
    Look("entitlement:mine", "family"),
    Look("registry:elder-new", CLERK),
    Look("registry:proposal-list", CLERK),
    Look("registry:proposal-reject", CLERK, {"group": "group"}),
    Look("registry:transfer-list", CLERK),
    Look("registry:transfer-accept", CLERK, {"pk": "transfer"}),
    Look("registry:transfer-refuse", CLERK, {"pk": "transfer"}),
    Look("registry:pair-list", CLERK),
    Look("registry:pair-compare", CLERK, {"pk": "pair"}),
    Look("registry:campaign-list", CLERK),
    Look("registry:campaign-new", OFFICER),
    Look("registry:campaign-detail", OFFICER, {"pk": "campaign"}),
    Look("registry:campaign-town", CLERK, OF_TOWN),
    Look("registry:campaign-town", OFFICER, CONFIRMED, tag="confirmed"),
    Look("registry:campaign-reopen", OFFICER, CONFIRMED),
    Look("registry:elder-detail", CLERK, ELDER),
    Look("registry:elder-detail", "hotline", ELDER, tag="hotline"),
    Look("registry:elder-history", CLERK, ELDER, query="?on=2025-11-30"),
    Look("registry:elder-looks", CLERK, ELDER),
    Look("registry:elder-reveal", "hotline", ELDER),
    Look("registry:elder-edit", CLERK, ELDER | {"part": "=life"}),
    Look("registry:elder-edit", CLERK, ELDER | {"part": "=identity"}, tag="identity"),
    Look("registry:elder-step", CLERK, ELDER | {"step": "=death"}),
    Look("registry:elder-step", CLERK, ELDER | {"step": "=transfer"}, tag="transfer"),
    Look("registry:contact-new", CLERK, ELDER),
    Look("registry:contact-edit", CLERK, ELDER | {"contact_id": "contact"}),
    Look("registry:contact-reveal", CLERK, ELDER | {"contact_id": "contact"}),
    Look("registry:responsible-new", CLERK, ELDER),
    Look("registry:responsible-end", CLERK, ELDER | {"link_id": "link"}),
    Look("registry:need-new", CLERK, ELDER),
    Look("registry:need-meet", CLERK, ELDER | {"need_id": "need"}),
    Look("registry:category-declare", CLERK, ELDER),
    Look("registry:category-end", CLERK, ELDER | {"category_id": "category"}),
    Look("registry:elder-family", CLERK, ELDER),
    # lists of services
    Look("catalogue:list", DIRECTOR),
    Look("catalogue:list", OFFICER, query="?kind=purchase", tag="purchase"),
    Look("catalogue:new", OFFICER, query="?kind=services"),
    Look("catalogue:detail", DIRECTOR, {"pk": "service_list"}),
    Look("catalogue:detail", DIRECTOR, {"pk": "service_draft"}, tag="draft"),
    Look("catalogue:detail", OFFICER, {"pk": "purchase"}, tag="purchase"),
    Look("catalogue:head", OFFICER, {"pk": "service_draft"}),
    Look("catalogue:release", DIRECTOR, {"pk": "service_draft"}),
    Look("catalogue:import", OFFICER, {"pk": "service_draft"}),
    Look("catalogue:print", OFFICER, {"pk": "service_list"}),
    Look("catalogue:changes", OFFICER, {"pk": "service_draft"}),
    Look("catalogue:line-new", OFFICER, {"pk": "service_draft"}),
    Look("catalogue:line-edit", OFFICER, {"pk": "service_draft", "line_id": "service_line"}),
    Look("catalogue:item", CLERK, {"pk": "service_item"}),
    Look("catalogue:person", CLERK, ELDER),
    Look("catalogue:wishes", CLERK),
    Look("catalogue:wish-new", CLERK, ELDER),
    Look("catalogue:wish", OFFICER, {"pk": "wish"}),
    Look("catalogue:wish-step", OFFICER, {"pk": "wish", "step": "=offer"}),
    Look("catalogue:works", OFFICER, query="?state=ordered"),
    Look("catalogue:work", OFFICER, {"pk": "work"}),
    Look("catalogue:work-step", OFFICER, {"pk": "due_work", "step": "=order"}),
    Look("catalogue:mine", "family"),
    Look("catalogue:public"),
    Look("catalogue:public-list", args={"pk": "service_list"}),
    Look("catalogue:public-check", args={"pk": "service_list"}),
    # assessments
    Look("assessment:order-list", CLERK),
    Look("assessment:order-list", "assessor", query="?state=open", tag="assessor"),
    Look("assessment:order", CLERK, {"pk": "assessment_order"}),
    Look("assessment:order", "assessor", {"pk": "assessment_order"}, tag="assessor"),
    Look("assessment:order-plan", "assessor", {"pk": "assessment_order"}),
    Look("assessment:order-cancel", CLERK, {"pk": "assessment_order"}),
    Look("assessment:order-form", "assessor", {"pk": "assessment_order"}),
    Look("assessment:result-list", CLERK),
    Look("assessment:result", CLERK, {"pk": "assessment"}),
    Look("assessment:result-advice", CLERK, {"pk": "assessment"}),
    Look("assessment:elder", CLERK, {"pk": "assessed"}),
    Look("assessment:elder-order", CLERK, {"pk": "assessed"}),
    Look("assessment:agency-list", OFFICER),
    Look("assessment:agency-new", OFFICER),
    Look("assessment:agency-end", OFFICER, {"pk": "accreditation"}),
    Look("assessment:agency-assessor", OFFICER, {"pk": "accreditation"}),
    Look("assessment:assessor-end", OFFICER, {"pk": "assessor"}),
    # lists brought in
    Look("intake:list", CLERK),
    Look("intake:upload", CLERK),
    Look("intake:columns", CLERK, {"pk": "waiting"}),
    Look("intake:batch", CLERK, {"pk": "batch"}, query="?view=all"),
    Look("intake:row", CLERK, {"pk": "batch", "number": "bad_row"}, tag="mend"),
    Look("intake:row", CLERK, {"pk": "batch", "number": "good_row"}, tag="choose"),
    # papers, plans, statistics, duties
    Look("papers:list", DIRECTOR),
    Look("papers:upload", DIRECTOR),
    Look("papers:packs", DIRECTOR),
    Look("papers:pack", DIRECTOR, {"name": "=kaili"}),
    Look("papers:pack", DIRECTOR, {"name": "=liaocheng"}, query="?show=targets", tag="targets"),
    Look("papers:pack", CLERK, {"name": "=supervision"}, query="?show=rules", tag="rules"),
    Look("papers:pack", CLERK, {"name": "=mudanjiang"}, query="?show=clauses", tag="clauses"),
    Look("papers:detail", DIRECTOR, {"pk": "open_paper"}),
    Look("papers:detail", CLERK, {"pk": "paper"}, tag="confirmed"),
    Look("papers:task", DIRECTOR, {"pk": "paper_task"}),
    Look("papers:detail", DIRECTOR, {"pk": "long_paper"}, tag="running-text"),
    Look("papers:target", DIRECTOR, {"pk": "paper_target"}),
    Look("papers:rule", DIRECTOR, {"pk": "paper_rule"}),
    Look("papers:changes", DIRECTOR, {"pk": "long_paper"}),
    Look("plans:list", DIRECTOR),
    Look("plans:detail", DIRECTOR, {"pk": "plan"}),
    Look("plans:print", DIRECTOR, {"pk": "plan"}),
    Look("plans:task", DIRECTOR, {"pk": "task"}),
    Look("plans:task", DIRECTOR, {"pk": "busy_task"}, tag="busy"),
    Look("plans:board", DIRECTOR, {"pk": "plan"}),
    Look("plans:timeline", DIRECTOR, {"pk": "plan"}),
    Look("plans:units", DIRECTOR, {"pk": "plan"}),
    Look("plans:unit", DIRECTOR, {"pk": "plan", "unit_id": "plan_unit"}),
    Look("plans:contact", DIRECTOR, {"pk": "plan", "unit_id": "plan_unit"}),
    Look("plans:office", DIRECTOR, {"pk": "plan"}),
    Look("plans:office-set", DIRECTOR, {"pk": "plan"}),
    Look("plans:dissolve", DIRECTOR, {"pk": "plan"}),
    Look("plans:stage-new", DIRECTOR, {"pk": "plan"}),
    Look("plans:stage", DIRECTOR, {"pk": "stage"}),
    Look("plans:stage-edit", DIRECTOR, {"pk": "stage"}),
    Look("plans:gate-item", DIRECTOR, {"pk": "gate_item"}),
    Look("plans:goal-new", DIRECTOR, {"pk": "busy_task"}),
    Look("plans:link", DIRECTOR, {"pk": "busy_task"}),
    Look("plans:block", DIRECTOR, {"pk": "busy_task"}),
    Look("plans:clear", DIRECTOR, {"pk": "blockage"}),
    Look("plans:postpone", OFFICER, {"pk": "busy_task"}),
    Look("plans:postponement", DIRECTOR, {"pk": "postponement"}),
    Look("plans:returns", DIRECTOR, {"pk": "plan"}),
    Look("plans:return", DIRECTOR, {"pk": "return"}),
    Look("plans:return-write", OFFICER, {"pk": "open_return"}),
    Look("plans:meeting-new", DIRECTOR, {"pk": "plan"}),
    Look("plans:meeting", DIRECTOR, {"pk": "meeting"}),
    Look("plans:meeting-print", DIRECTOR, {"pk": "meeting"}),
    Look("plans:agenda-add", DIRECTOR, {"pk": "meeting"}),
    Look("plans:decision-add", DIRECTOR, {"pk": "meeting"}),
    Look("plans:minutes", DIRECTOR, {"pk": "meeting"}),
    Look("plans:remark-new", DIRECTOR, {"pk": "plan"}),
    Look("plans:remark", DIRECTOR, {"pk": "remark"}),
    Look("plans:explain", OFFICER, {"pk": "remark"}),
    Look("plans:scores", DIRECTOR, {"pk": "plan"}),
    Look("indicators:list", OFFICER),
    Look("indicators:detail", OFFICER, {"pk": "2025"}),
    Look("indicators:detail", "inspector", {"pk": "2024"}, tag="frozen"),
    Look("indicators:detail", CLERK, {"pk": "2025"}, query=f"?area={TOWN}", tag="town"),
    Look("indicators:analysis", OFFICER, {"pk": "2025"}),
    Look("indicators:freeze", OFFICER, {"pk": "2025"}),
    Look("indicators:people", OFFICER, {"pk": "2025"}, query=FIGURE),
    Look("indicators:print", OFFICER, {"pk": "2024"}),
    Look("targets:cockpit", DIRECTOR, query="?on=2025-12-31"),
    Look("targets:cockpit", CLERK, query=f"?on=2025-12-31&area={TOWN}&wall=1", tag="wall"),
    Look("targets:cockpit", DIRECTOR, query="?on=2025-12-31&wall=1", tag="city-wall"),
    Look("targets:print", DIRECTOR, query="?on=2025-12-31"),
    Look("targets:digest", CLERK, {"area_code": f"={TOWN}", "month": "=2025-12"}),
    Look("targets:list", DIRECTOR, query="?on=2025-12-31"),
    Look("targets:detail", OFFICER, {"pk": "target"}, query="?on=2025-12-31"),
    Look("targets:new", OFFICER),
    Look("targets:paper", OFFICER, {"document_id": "long_paper"}),
    Look("targets:indicator-list", OFFICER, query="?on=2025-12-31"),
    Look("targets:indicator", OFFICER, {"code": "=living-alone"}, query="?on=2025-12-31"),
    Look("targets:records", OFFICER, {"code": "=living-alone"}, query="?on=2025-12-31"),
    Look("targets:design", OFFICER, query="?code=advanced-age-assessed"),
    Look("duties:board", DIRECTOR, query="?scope=area"),
    Look("duties:detail", CLERK, {"duty_id": "duty"}),
    Look("duties:detail", DIRECTOR, {"duty_id": "parent"}, tag="parent"),
    Look("duties:act", CLERK, {"duty_id": "duty", "step": "=submit"}, tag="submit"),
    Look("duties:act", CLERK, {"duty_id": "duty", "step": "=assign"}, tag="assign"),
    Look("duties:print", DIRECTOR),
    Look("duties:rates", DIRECTOR),
    # areas and the calendar
    Look("areas:detail", OFFICER, {"code": "=522601"}),
    Look("areas:import", OFFICER),
    Look("workdays:year", "system_admin", {"year": "=2026"}),
    Look("workdays:year", "system_admin", {"year": "=2027"}, tag="provisional"),
    Look("workdays:import", "system_admin"),
    # assessment reports
    Look("recognition:reports", CLERK),
    Look("recognition:report", CLERK, {"report_id": "report"}),
    Look("recognition:issue", CLERK, {"assessment_id": "assessment"}),
    Look("recognition:withdraw", CLERK, {"report_id": "report"}),
    Look("recognition:verify"),
    # the administrators
    Look("organisations:resets", "security_admin"),
    Look("tokens:list", "security_admin"),
    Look("tokens:new", "security_admin"),
    Look("organisations:units", "system_admin"),
    Look("organisations:accounts", "system_admin"),
    Look("organisations:account-new", "system_admin"),
    Look("organisations:account", "security_admin", {"account_id": "account"}),
    Look("audit:list", "audit_admin"),
    Look("audit:list", "audit_admin", query="?who=nobody", tag="empty"),
    Look("audit:entry", "audit_admin", {"pk": "entry"}),
    Look("work:list", CLERK),
    Look("work:progress", CLERK, {"pk": "job"}),
    Look("events:dead", "system_admin"),
]

NO_PAGES = {
    "api-v1:": "answers with JSON",
    "areas:export": "a workbook",
    "areas:home": "leads on to one's own area",
    "assessment:worker": "a script",
    "attachments:": "the file itself",
    "catalogue:export": "a workbook",
    "duties:export": "a workbook",
    "workdays:home": "leads on to this year",
    "ui-gallery": "the component kit, looked over by test_ui.py",
    "console:second-factor-code": "a picture on another page",
    "indicators:export": "a workbook",
    "entitlement:export": "a sheet",
    "intake:refused": "a workbook",
    "intake:template": "a workbook",
    "plans:document": "a document to work on in Word or Excel",
    "plans:export": "a workbook",
    "plans:meeting-document": "a document to work on in Word",
    "plans:stage-evidence": "a zip file",
    "papers:file": "the paper as it was uploaded",
    "recognition:file": "a document for Word, or a PDF",
    "registry:communities": "one field, which the list's filter swaps in",
    "registry:export-file": "a workbook",
    "registry:filter-open": "leads on to the list",
}
"""Addresses that are opened with GET and show no page of their own, by the beginning of their name, and why."""
