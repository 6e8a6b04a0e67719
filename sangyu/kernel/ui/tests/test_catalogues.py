"""The catalogues: complete, extracted from Python and templates alike, compiled without gettext tools."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from sangyu.kernel.ui import catalogues


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room of one Python file and one template, standing alone."""
    home = tmp_path / "sample"
    (home / "templates" / "sample").mkdir(parents=True)
    (home / "views.py").write_text(
        'from x import gettext as _\nA = _("Name")\nB = ngettext("%(n)d day", "%(n)d days", 2)\n'
    )
    (home / "templates" / "sample" / "page.html").write_text(
        '<p>\n  {% translate "Save" %}\n</p>\n{% card title=_("People") %}{% endcard %}\n'
        "{% blocktranslate count count=n %}{{ count }} row{% plural %}{{ count }} rows{% endblocktranslate %}"
    )
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    monkeypatch.setattr(catalogues, "homes", lambda: [home])
    return home


def translate(home: Path, text: str, translation: str) -> None:
    path = catalogues.catalogue_of(home)
    content = path.read_text()
    path.write_text(content.replace(f'"{text}"\nmsgstr ""', f'"{text}"\nmsgstr "{translation}"'))


def test_texts_of_python_and_templates_are_found(room: Path) -> None:
    assert catalogues.update() == [catalogues.catalogue_of(room)]
    content = catalogues.catalogue_of(room).read_text()
    for text in ("Name", "%(n)d day", "Save", "People", "%(count)s row"):
        assert f'msgid "{text}"' in content
    assert catalogues.update() == []
    assert {fault.what for fault in catalogues.check()} == {"untranslated"}


def test_translations_are_kept_and_unused_entries_dropped(room: Path) -> None:
    catalogues.update()
    translate(room, "Name", "姓名")
    translate(room, "Save", "保存")
    (room / "views.py").write_text('A = _("Save all")\n')
    assert {(fault.what, fault.text) for fault in catalogues.check()} >= {
        ("missing", "Save all"),
        ("obsolete", "Name"),
    }
    catalogues.update()
    content = catalogues.catalogue_of(room).read_text()
    assert "保存" in content
    assert "姓名" not in content


def test_a_stale_catalogue_is_compiled_and_a_fresh_one_left(room: Path) -> None:
    catalogues.update()
    translate(room, "Name", "姓名")
    built = catalogues.compile_stale()
    with built[0].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Name") == "姓名"
    assert catalogues.compile_stale() == []


def test_a_fuzzy_translation_is_a_fault(room: Path) -> None:
    catalogues.update()
    translate(room, "Name", "姓名")
    path = catalogues.catalogue_of(room)
    path.write_text(path.read_text().replace('msgid "Name"', '#, fuzzy\nmsgid "Name"'))
    assert ("fuzzy", "Name") in {(fault.what, fault.text) for fault in catalogues.check()}
