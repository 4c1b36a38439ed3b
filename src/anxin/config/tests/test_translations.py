"""Every message has its Chinese, and the check can fail."""

from pathlib import Path

import pytest

from anxin.config import translations

CATALOGUE = "registry/locale/zh_Hans/LC_MESSAGES/django.po"


@pytest.fixture
def house(tmp_path):
    """A small house with one room."""
    (tmp_path / "registry" / "templates" / "registry").mkdir(parents=True)
    (tmp_path / "registry" / "apps.py").touch()

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    write.root = tmp_path
    write.faults = lambda: [
        f"{f.file.relative_to(tmp_path)}:{f.line}: {f.what}" for f in translations.faults(tmp_path)
    ]
    return write


def translated(*pairs):
    entries = "\n\n".join(f'msgid "{english}"\nmsgstr "{chinese}"' for english, chinese in pairs)
    return f"{translations.HEADER}\n{entries}\n"


def test_missing_message_is_named_by_file_and_line(house):
    """Python and templates, with the line that asks for the message."""
    house("registry/terms.py", 'from x import gettext_lazy as _\n\nSTOVE = _("Stove")\n')
    house(
        "registry/templates/registry/a.html",
        '{% load i18n %}\n  {% if x %}\n{% translate "Hose" %}{% endif %}',
    )
    assert house.faults() == [
        "registry/templates/registry/a.html:3: no zh_Hans translation of 'Hose'",
        "registry/terms.py:3: no zh_Hans translation of 'Stove'",
    ]


def test_translated_house_has_no_faults(house):
    """Plain, plural, context and block messages, each found in its catalogue."""
    house(
        "registry/terms.py",
        'a = gettext("Stove")\nb = ngettext("%(n)s row", "%(n)s rows", n)\nc = pgettext("gas", "Other")\n',
    )
    house(
        "registry/templates/registry/a.html",
        "{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}{{ _('Hose') }}",
    )
    plural = 'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s 行"\n'
    context = 'msgctxt "gas"\nmsgid "Other"\nmsgstr "其他"\n'
    plain = translated(("Stove", "灶具"), ("Hose", "软管"), ("Hello %(a)s", "你好 %(a)s"))
    house(CATALOGUE, f"{plain}\n{plural}\n{context}")
    assert house.faults() == []


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "Stove"\nmsgstr ""\n', "no zh_Hans translation of 'Stove'"),
        ('#, fuzzy\nmsgid "Stove"\nmsgstr "灶具"\n', "marked fuzzy"),
        ('msgctxt "x"\nmsgid "Stove"\nmsgstr "灶具"\n', "no zh_Hans translation of 'Stove'"),
    ],
)
def test_half_translation_is_none(house, entry, fault):
    """Empty, fuzzy or for another context does not count."""
    house("registry/terms.py", 'a = gettext("Stove")\n')
    house(CATALOGUE, f"{translations.HEADER}\n{entry}")
    assert [fault in line for line in house.faults()] == [True]


def test_lost_placeholder_is_a_fault(house):
    """A translation that drops or invents a placeholder would fail when it is shown."""
    house("registry/terms.py", 'a = gettext("%(n)s rows of {file}")\n')
    house(CATALOGUE, translated(("%(n)s rows of {file}", "%(m)s 行，{file}")))
    assert "does not keep its placeholders" in house.faults()[0]


def test_write_adds_what_is_missing_once(house):
    """An empty translation in the room's own catalogue, which the check then still refuses."""
    house("registry/terms.py", 'a = gettext("Stove")\nb = pgettext("gas", "Other")\n')
    written = translations.write_missing(house.root)
    assert written == {house.root / CATALOGUE: 2}
    assert translations.write_missing(house.root) == {}
    assert len(house.faults()) == 2


def test_desk_of_the_console_has_its_own_catalogue():
    """So nobody edits another's file."""
    source = Path("/house")
    desk = translations.catalogue_of(source / "console" / "imports" / "views.py", source)
    assert desk == source / "console" / "imports" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def test_compiled_catalogue_answers(tmp_path):
    """What gettext reads from the compiled file is the translation."""
    import gettext

    source = tmp_path / "django.po"
    source.write_text(translated(("Stove", "灶具")), encoding="utf-8")
    translations.compile_catalogues([source])
    with source.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Stove") == "灶具"
