"""Write docs/data-dictionary.md from the declared datasets, in English and Chinese (`python -m scripts.dictionary`)."""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.core.management import call_command
from django.utils import translation

TARGET = Path(__file__).resolve().parents[1] / "docs" / "data-dictionary.md"
HEAD = """\
<!-- Written by `python -m scripts.dictionary`; a test fails when it is stale. -->

# Data dictionary 数据字典

Every dataset that snapshots, statistics and conditions may use. 快照、统计和条件可以使用的全部数据集。
"""


def text() -> str:
    """The whole page."""
    from sangyu.insight.datasets import registry
    from sangyu.insight.datasets.dictionary import markdown

    parts = [HEAD]
    for dataset in registry.all_datasets().values():
        for language in ("en", "zh-hans"):
            with translation.override(language):
                parts.append("#" + markdown(dataset))
    return "\n".join(parts)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sangyu.settings.demo")
    django.setup()
    call_command("messages", compile=True)
    TARGET.write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
