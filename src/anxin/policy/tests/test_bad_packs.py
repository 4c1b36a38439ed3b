"""Bad packs: each is refused at its own line, with what is wrong and what to do."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.policy import PackInvalid, load_pack
from anxin.policy.checking import check
from anxin.policy.cli import main
from anxin.policy.tests.invented import YUNHE, files_of, write_pack

SPOILT = yaml.safe_load(Path(__file__).with_name("bad_packs.yaml").read_text(encoding="utf-8"))


def spoil(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """The invented pack with one thing wrong."""
    files = files_of(YUNHE)
    assert old in files[file], "the words to spoil are not there"
    return write_pack(tmp_path / "bad", {**files, file: files[file].replace(old, new, 1)})


@pytest.mark.parametrize("case", SPOILT, ids=lambda case: case["what"])
def test_bad_pack(tmp_path: Path, case: dict[str, Any]) -> None:
    """A spoilt pack is refused at the right line; what would make it unusable keeps it from loading."""
    path = spoil(tmp_path, case["file"], case["old"], case["new"])
    faults = [str(fault) for fault in check(path, tmp_path)]
    where = f"bad/{case['where']}"
    assert any(fault.startswith(where) and case["what"] in fault for fault in faults), faults
    if case.get("loads"):
        load_pack(str(path))
    else:
        with pytest.raises(PackInvalid):
            load_pack(str(path))


def test_yuan_and_percent_must_be_quoted(tmp_path: Path) -> None:
    """Money and rates as bare YAML numbers or words are refused: they would become floats."""
    dated = "values: [{from: 2024-01-01, value: "
    lines = [
        f"cap: {{type: money, cite: c2, {dated}3500.00}}]}}",
        f'fine: {{type: money, cite: c2, {dated}"0.005"}}]}}',
        f"rate: {{type: rate, cite: c2, {dated}30%}}]}}",
        f'share: {{type: rate, cite: c2, {dated}"0.3"}}]}}',
    ]
    files = files_of(YUNHE)
    files["parameters.yaml"] += "\n".join(lines) + "\n"
    faults = [str(fault) for fault in check(write_pack(tmp_path / "bad", files), tmp_path)]
    wanted = ["3500.0 is not quoted", "fraction of a fen", "'30%' is not quoted", "'0.3' is no percentage"]
    assert len(faults) == len(wanted)
    assert all(words in fault for words, fault in zip(wanted, faults, strict=True))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """A pack with faults in three files gets a line for each, in file order."""
    files = files_of(YUNHE)
    files["facts.yaml"] = files["facts.yaml"].replace("p.big", "p.bg")
    files["fields.yaml"] = files["fields.yaml"].replace("type: int", "type: whole")
    files["special_groups.yaml"] = files["special_groups.yaml"].replace("cite: c2", "cite: c7")
    faults = check(write_pack(tmp_path / "bad", files), tmp_path)
    assert faults == sorted(faults)
    assert {"bad/facts.yaml", "bad/fields.yaml", "bad/special_groups.yaml"} <= {f.file for f in faults}


def test_the_command_prints_a_line_per_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`anxin policy check` answers file:line: what, remedy, and exits with 1; a sound pack exits with 0."""
    path = spoil(tmp_path, "parameters.yaml", "cite: c2, ", "")
    assert main(["check", str(path)]) == 1
    line = "bad/parameters.yaml:7: parameter 'big' has no citation, add cite: the clause it rests on\n"
    assert capsys.readouterr().out == line
    assert main(["check", str(YUNHE)]) == 0
    assert capsys.readouterr().out == ""


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_garbage_is_a_fault_never_a_crash(data: st.DataObject) -> None:
    """Whatever stands in the place of a value, the check answers with faults."""
    files = files_of(YUNHE)
    name = data.draw(st.sampled_from([file for file in files if file.endswith(".yaml")]))
    places = [found.span(1) for found in re.finditer(r": ([^,{}\[\]\n]+)", files[name])]
    start, end = data.draw(st.sampled_from(places))
    garbage = data.draw(
        st.sampled_from(["5", "[1, 2]", "{a: 1}", "~", "true", "2024-01-01", "''", "not", "[[]]"])
    )
    with TemporaryDirectory() as folder:
        spoilt = {**files, name: files[name][:start] + garbage + files[name][end:]}
        path = write_pack(Path(folder) / "bad", spoilt)
        if not check(path, path.parent):
            load_pack(str(path))


def test_a_missing_pack_is_told(tmp_path: Path) -> None:
    """A name without a folder is a fault, not a crash."""
    with pytest.raises(PackInvalid) as invalid:
        load_pack(str(tmp_path / "nowhere"))
    assert "nowhere/pack.yaml:1: no such file" in str(invalid.value)


def test_packs_may_not_extend_in_a_circle(tmp_path: Path) -> None:
    """Two packs that extend each other are refused."""
    write_pack(tmp_path / "one", {"pack.yaml": "id: one\nextends: two\n"})
    write_pack(tmp_path / "two", {"pack.yaml": "id: two\nextends: one\n"})
    with pytest.raises(PackInvalid) as invalid:
        load_pack(str(tmp_path / "one"))
    assert "extends itself" in str(invalid.value)
