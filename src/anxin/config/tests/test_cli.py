"""The command line: words to commands, exit codes passed through."""

import subprocess
import sys

import pytest

from anxin.config import cli


def anxin(*words):
    return subprocess.run(
        [sys.executable, "-m", "anxin", *words], capture_output=True, text=True, check=False
    )


def test_policy_needs_no_django():
    """`anxin policy` answers without loading Django: it is fast, and works where nothing is configured."""
    code = "from anxin.config.cli import main; main(['policy', 'check']); print('django' in sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}"], capture_output=True, text=True, check=False
    )
    assert ended.stdout.splitlines()[-1] == "False"


def test_unknown_command_is_refused_with_the_list(capsys):
    """Exit code 2, the name as typed, and what there is."""
    assert cli.main(["registry", "explode"]) == 2
    told = capsys.readouterr().err
    assert "'registry explode'" in told
    assert "anxin manage" in told


def test_help_lists_every_room_command(capsys):
    """Each room's command stands in the help with its first line."""
    assert cli.main([]) == 0
    told = capsys.readouterr().out
    for words in cli.room_commands():
        assert f"anxin {words}" in told


def test_room_command_is_found_by_room_and_verb(tmp_path, monkeypatch):
    """registry/management/commands/registry_import.py answers `registry import`; others are Django's."""
    commands = tmp_path / "registry" / "management" / "commands"
    commands.mkdir(parents=True)
    for name in ("registry_import", "registry_judge_all", "demo", "__init__"):
        (commands / f"{name}.py").touch()
    monkeypatch.setattr(cli, "SOURCE", tmp_path)
    assert list(cli.room_commands()) == ["registry import", "registry judge-all"]


@pytest.mark.parametrize(
    ("words", "code"), [(["manage", "check", "--nonsense"], 2), (["manage", "version"], 0)]
)
def test_exit_codes_pass_through(words, code):
    """What Django's command line answers is what the shell gets."""
    assert anxin(*words).returncode == code
