"""`anxin policy show`: every table of a pack, for programs and for people."""

import json

import pytest

from anxin.policy import Pack
from anxin.policy.cli import main
from anxin.policy.loading import IN_REPOSITORY

LISHUI = str(IN_REPOSITORY / "lishui-2023")


@pytest.mark.parametrize("name", ["violations", "situations"])
def test_the_25_situations(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Both names give 25 situations with id, clause, lead, support and text."""
    assert main(["show", "--pack", LISHUI, name, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 25
    assert all({"id", "clause", "lead", "support", "text"} <= row.keys() for row in rows)
    assert all(isinstance(row["support"], list) for row in rows)


def test_every_table_can_be_shown(pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    """Every table that is listed is printed as JSON and as text; each row has its id."""
    assert main(["show", "--pack", LISHUI]) == 0
    names = capsys.readouterr().out.split()
    assert {"standard", "clauses", "parameters", "facts", "readings", "objectives", "duties"} <= set(names)
    for name in names:
        assert main(["show", "--pack", LISHUI, name, "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert [row["id"] for row in rows] == [row["id"] for row in pack.table(name)]
        assert main(["show", "--pack", LISHUI, name]) == 0
        assert str(rows[0]["id"]) in capsys.readouterr().out


def test_an_unknown_table_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """A table that the pack does not have: the names of those it has, and exit code 2."""
    assert main(["show", "--pack", LISHUI, "taxes"]) == 2
    assert "situations" in capsys.readouterr().err
