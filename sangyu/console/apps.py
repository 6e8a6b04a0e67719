"""The console wing."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sangyu.kernel.ui import nav


class ConsoleConfig(AppConfig):
    """工作台."""

    name = "sangyu.console"
    label = "console"

    def ready(self) -> None:
        """Lend the frame what it shows, and declare navigation, cards and finders of our own."""
        from sangyu.console import admin_cards, cards, frame  # noqa: F401  registration

        nav.shell.posts = frame.posts
        nav.shell.notices = frame.notices
        nav.shell.post_switch_url = "console:post-switch"
        nav.register(nav.Item("today", _("Home"), "console:home", "home", order=0, key="h"))
        nav.register(
            nav.Item(
                "today", _("Worklist"), "console:worklist", "list-check", "duty.view", order=10,
                badge=frame.waiting, key="w",
            )
        )  # fmt: skip
        nav.register(nav.Item("today", _("Notices"), "console:notices", "bell", order=30, key="n"))
