"""An account for every role, and a clerk for every town. They have no names of their own, only their posts'."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sangyu.city.organisations import selectors, services
from sangyu.city.organisations.types import OrganisationKind, Role, UnitRef
from sangyu.kernel.actors import Actor

PASSWORD = "sangyu-demo-2026"
SINCE = date(2023, 6, 1)
TOWN, COMMUNITY = "522601103", "522601103200"


@dataclass(frozen=True)
class DemoAccount:
    """A demonstration account: its name, its post and the unit it works for (by its name in the register)."""

    username: str
    name: str
    role: str
    unit: str
    area_code: str = ""


ACCOUNTS = (
    DemoAccount("demo-director", "演示局长", Role.DIRECTOR, "凯里市民政局"),
    DemoAccount("demo-officer", "演示卫健科员", Role.OFFICER, "凯里市卫生健康局"),
    DemoAccount("demo-clerk", "演示旁海镇经办", Role.TOWN_CLERK, "凯里市旁海镇人民政府"),
    DemoAccount("demo-community", "演示社区网格员", Role.COMMUNITY_WORKER, "演示社区居委会"),
    DemoAccount("demo-assessor", "演示评估员", Role.ASSESSOR, "演示能力评估机构"),
    DemoAccount("demo-operator", "演示养老院院长", Role.HOME_OPERATOR, "演示养老院"),
    DemoAccount("demo-carer", "演示护理员", Role.CARER, "演示养老院"),
    DemoAccount("demo-inspector", "演示检查员", Role.INSPECTOR, "凯里市民政局"),
    DemoAccount("demo-hotline", "演示热线坐席", Role.HOTLINE, "凯里市民政局"),
    DemoAccount("demo-family", "演示家属", Role.FAMILY, "演示社区居委会"),
    DemoAccount("demo-sysadmin", "演示系统管理员", Role.SYSTEM_ADMIN, "凯里市民政局"),
    DemoAccount("demo-secadmin", "演示安全管理员", Role.SECURITY_ADMIN, "凯里市民政局"),
    DemoAccount("demo-auditadmin", "演示审计管理员", Role.AUDIT_ADMIN, "凯里市民政局"),
)
OFFICERS = (
    DemoAccount("officer-insurance", "演示医保科员", Role.OFFICER, "凯里市医疗保障局"),
    DemoAccount("officer-housing", "演示住建科员", Role.OFFICER, "凯里市住房和城乡建设局"),
)
"""Colleagues in other departments: they keep tasks of the earlier paper."""
EXTRA_UNITS = (
    ("演示社区居委会", OrganisationKind.COMMUNITY, COMMUNITY),
    ("演示能力评估机构", OrganisationKind.AGENCY, "522601"),
    ("演示养老院", OrganisationKind.HOME, TOWN),
)


def build(*, actor: Actor, area_code: str) -> int:
    """Make the units that only the demonstration has, and every account with its post; safe to repeat."""
    known = {unit.name for unit in selectors.units_of_area(area_code)}
    for name, kind, area in EXTRA_UNITS:
        if name not in known:
            services.organisation_create(actor=actor, name=name, kind=kind, area_code=area)
    by_name = {unit.name: unit for unit in selectors.units_of_area(area_code)}
    made = sum(
        open_account(actor, account, by_name[account.unit]) for account in (*ACCOUNTS, *OFFICERS)
    )
    towns = selectors.units_in(area_code=area_code, kind=OrganisationKind.TOWN)
    return made + sum(open_account(actor, _clerk(town), town) for town in towns)


def _clerk(town: UnitRef) -> DemoAccount:
    return DemoAccount(
        f"clerk-{town.area_code}", f"演示{town.short_name}经办", Role.TOWN_CLERK, town.name
    )


def is_open(username: str) -> bool:
    """Whether the account is there already."""
    return selectors.account_named(username) is not None


def open_account(actor: Actor, account: DemoAccount, unit: UnitRef, *, since: date = SINCE) -> bool:
    """Open an account with its post; False if it is there already."""
    if is_open(account.username):
        return False
    opened = services.account_open(
        actor=actor, username=account.username, name=account.name, password=PASSWORD
    )
    services.membership_grant(
        actor=actor, account=opened, organisation=selectors.organisation_get(unit.id), role=account.role, on=since,
        area_code=account.area_code or unit.area_code,
    )  # fmt: skip
    return True


def actor_named(username: str) -> Actor:
    """The actor of a demonstration account's post."""
    account = selectors.account_named(username)
    if account is None:
        raise LookupError(f"The demonstration has no account {username}.")
    return selectors.actor_of(selectors.membership_list(account=account)[0])


def officer_of(organisation_id: int) -> Actor | None:
    """Who works on a department's duties in the demonstration; None where nobody has an account."""
    found = (
        actor_named(one.username)
        for one in (*ACCOUNTS, *OFFICERS)
        if one.role in {Role.DIRECTOR, Role.OFFICER}
    )
    return next((one for one in found if one.organisation_id == organisation_id), None)
