"""The worked subsidy cases: compliance and failed requirements, by every engine, through the command line."""

import json
from pathlib import Path

import pytest

from anxin.policy.cli import main
from anxin.policy.loading import IN_REPOSITORY


@pytest.fixture(autouse=True)
def _packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANXIN_PACKS", str(IN_REPOSITORY))


@pytest.mark.parametrize("engine", ["single", "polars", "duckdb"])
def test_worked_cases(engine: str, worked_cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every worked case has the compliance and the failed requirements that a person computed."""
    assert main(["evaluate", "--pack", "lishui-2023", str(worked_cases), "--engine", engine]) == 0
    results = json.loads(capsys.readouterr().out)["results"]
    content = json.loads(worked_cases.read_text(encoding="utf-8"))
    cases = [case for key in ("cases", "extra_cases", "settlement_cases") for case in content[key]]
    assert [result["id"] for result in results] == [case["id"] for case in cases]
    for case, result in zip(cases, results, strict=True):
        wanted = case["expect"]
        assert result["compliant"] == wanted.get("compliant")
        assert result["failed_requirements"] == wanted.get("failed_requirements", [])


def test_what_is_not_computed_is_said(worked_cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Amounts are absent, not zero, and the answer names what it leaves out."""
    main(["evaluate", "--pack", "lishui-2023", str(worked_cases)])
    answer = json.loads(capsys.readouterr().out)
    assert answer["not_computed"] == ["schemes", "expansion", "split", "reasons"]
    assert {json.dumps([result["schemes"], result["split"]]) for result in answer["results"]} == {
        "[{}, null]"
    }


def test_a_failed_case_is_explained_with_its_own_cell(
    worked_cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The explanation begins with what failed and cites the cell of this user and this gas."""
    main(["evaluate", "--pack", "lishui-2023", str(worked_cases)])
    results = {result["id"]: result for result in json.loads(capsys.readouterr().out)["results"]}
    first = results["C24"]["explanation"][0]
    assert (first["code"], first["clause"]) == ("STD-07", "附件1·餐饮·瓶装·泄漏安全保护装置")
    assert "家用装置" in first["text"]


def test_a_strange_value_is_reported_and_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A value outside the vocabulary is told on the error stream and counts as unknown."""
    file = tmp_path / "cases.json"
    inputs = {"user_type": "resident", "gas_after": "piped", "hose_type": "paper"}
    file.write_text(json.dumps({"cases": [{"id": "X1", "kind": "case", "inputs": inputs}]}), encoding="utf-8")
    assert main(["evaluate", "--pack", "lishui-2023", str(file)]) == 0
    captured = capsys.readouterr()
    assert "X1: hose_type" in captured.err
    assert "STD-02" in json.loads(captured.out)["results"][0]["unknown_requirements"]


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"cases": "none"}'])
def test_a_file_without_cases_is_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that holds no cases ends with one line and exit code 2."""
    file = tmp_path / "cases.json"
    file.write_text(content, encoding="utf-8")
    assert main(["evaluate", "--pack", "lishui-2023", str(file)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
