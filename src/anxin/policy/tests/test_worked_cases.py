"""The worked subsidy cases, to the fen, by every engine, through the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from anxin.policy.cli import main
from anxin.policy.loading import IN_REPOSITORY


@pytest.fixture(autouse=True)
def _packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANXIN_PACKS", str(IN_REPOSITORY))


def asked(file: Path, capsys: pytest.CaptureFixture[str], engine: str = "single") -> dict[str, Any]:
    """The answer of the command line."""
    assert main(["evaluate", "--pack", "lishui-2023", str(file), "--engine", engine]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_worked_cases(worked_cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every worked case and settlement has, to the fen, what a person computed; by every engine alike."""
    results = asked(worked_cases, capsys)["results"]
    content = json.loads(worked_cases.read_text(encoding="utf-8"))
    cases = [case for key in ("cases", "extra_cases", "settlement_cases") for case in content[key]]
    assert [result["id"] for result in results] == [case["id"] for case in cases]
    for case, result in zip(cases, results, strict=True):
        assert {key: result[key] for key in case["expect"]} == case["expect"], case["id"]
    assert asked(worked_cases, capsys, "polars")["results"] == results
    assert asked(worked_cases, capsys, "duckdb")["results"] == results


def test_what_is_not_computed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A case without any cost is judged; amounts are absent, not zero, and the answer names them."""
    file = write_cases(tmp_path, {"user_type": "resident", "gas_after": "piped"})
    result = asked(file, capsys)["results"][0]
    assert result["not_computed"] == ["schemes", "expansion", "split", "reasons"]
    assert (result["schemes"], result["split"], result["expansion"]) == ({}, None, None)


def claim(worked_cases: Path, id: str) -> dict[str, Any]:
    """The inputs of a worked case."""
    content = json.loads(worked_cases.read_text(encoding="utf-8"))
    rows = (case for key in ("cases", "extra_cases", "settlement_cases") for case in content[key])
    return dict(next(case["inputs"] for case in rows if case["id"] == id))


def write_cases(folder: Path, inputs: dict[str, Any], kind: str = "case") -> Path:
    """A file with one case."""
    file = folder / "cases.json"
    content = {"cases": [{"id": "X1", "kind": kind, "inputs": inputs}]}
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"cost_stove": None}, "X1: cost_stove is missing"),
        ({"cost_stove": 458}, "X1: cost_stove: 458 is not quoted"),
        ({"cost_stove": "458.005"}, "X1: cost_stove: '458.005' holds a fraction of a fen"),
        ({"cost_stove": "-1.00"}, "X1: cost_stove is negative"),
        ({"cost_stove": "10000000.00"}, "X1: cost_stove is not below 10 million yuan"),
        ({"cost_stove": "1e3"}, "X1: cost_stove: '1e3' is no number"),
        ({"completed_on": None}, "X1: completed_on is missing"),
        ({"completed_on": "2024-02-30"}, "X1: completed_on: day is out of range"),
        ({"user_type": "ship"}, "X1: user_type: 'ship' is none of resident, catering"),
        ({"venue": "moon"}, "X1: venue: 'moon' is none of dwelling"),
        ({"floor_area_m2": "wide"}, "X1: floor_area_m2: could not convert"),
        ({"unit": 3}, "X1: unit: 3 is not text"),
        ({"prior_stove": "no"}, "X1: prior_stove: 'no' is not yes-or-no"),
    ],
)
@pytest.mark.parametrize("engine", ["single", "polars"])
def test_a_claim_that_cannot_be_decided_is_refused(
    changed: dict[str, Any],
    told: str,
    engine: str,
    worked_cases: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An impossible value in a claim ends with one clear line and exit code 2, whatever the engine."""
    file = write_cases(tmp_path, {**claim(worked_cases, "C07"), **changed})
    assert main(["evaluate", "--pack", "lishui-2023", str(file), "--engine", engine]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert len(captured.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("settlement", {"rewardable": None}),
        ("settlement", {"expansion": "-0.01"}),
        ("settlement", {"unit_kind": "village"}),
        ("wish", {}),
    ],
)
def test_a_settlement_that_makes_no_sense_is_refused(
    kind: str,
    changed: dict[str, Any],
    worked_cases: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A missing or negative sum, a strange unit and an unknown kind of case are refused alike."""
    file = write_cases(tmp_path, {**claim(worked_cases, "D01"), **changed}, kind)
    assert main(["evaluate", "--pack", "lishui-2023", str(file)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_failed_case_is_explained_with_its_own_cell(
    worked_cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The explanation begins with what failed and cites the cell of this user and this gas."""
    results = {result["id"]: result for result in asked(worked_cases, capsys)["results"]}
    first = results["C24"]["explanation"][0]
    assert (first["code"], first["clause"]) == ("STD-07", "附件1·餐饮·瓶装·泄漏安全保护装置")
    assert "家用装置" in first["text"]


def test_a_strange_value_is_reported_and_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no money is asked, a value outside the vocabulary is told on the error stream and unknown."""
    file = write_cases(tmp_path, {"user_type": "resident", "gas_after": "piped", "hose_type": "paper"})
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
