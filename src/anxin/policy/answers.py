"""Answers to worked cases as the JSON that the command line prints."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from anxin.kernel.money import yuan
from anxin.policy.cases import Answer, Case, answer
from anxin.policy.contracts import Finding, Judgement
from anxin.policy.grants.contracts import Decision, Reason, SchemeDecision, Settlement
from anxin.policy.grants.terms import Standing
from anxin.policy.pack import Pack
from anxin.policy.terms import Outcome

NOT_COMPUTED = ("schemes", "expansion", "split", "reasons")
SILENT = Standing.NOT_APPLICABLE

Line = dict[str, str]


def evaluate(pack: Pack, cases: Sequence[Case], engine: str = "single") -> dict[str, Any]:
    """The answers to worked cases, as the command line prints them."""
    answers = answer(pack, cases, engine)
    return {
        "pack": {"id": pack.id, "version": pack.version, "content_hash": pack.content_hash},
        "engine": engine,
        "results": [_result(case, found) for case, found in zip(cases, answers, strict=True)],
    }


def _result(case: Case, found: Answer) -> dict[str, Any]:
    if isinstance(found, Settlement):
        return _settled(case, found)
    if isinstance(found, Judgement):
        return {**_verdict(case, found), **_no_money(), "explanation": list(_findings(found))}
    return {**_verdict(case, found.judgement), **_money(found), "explanation": list(_explanation(found))}


def _verdict(case: Case, judgement: Judgement) -> dict[str, Any]:
    return {
        "id": case.id,
        "compliant": judgement.compliant,
        "failed_requirements": list(judgement.failed),
        "unknown_requirements": [
            f.requirement_id for f in judgement.findings if f.outcome is Outcome.UNKNOWN
        ],
    }


def _no_money() -> dict[str, Any]:
    return {
        "schemes": {},
        "expansion": None,
        "split": None,
        "reasons": [],
        "undetermined": [],
        "not_computed": list(NOT_COMPUTED),
    }


def _money(decision: Decision) -> dict[str, Any]:
    shares = {payer: yuan(amount) for payer, amount in decision.payers.items()}
    return {
        "schemes": {scheme.id: yuan(scheme.amount_fen) for scheme in decision.granted},
        "expansion": yuan(decision.expansion_fen),
        "split": {"total": yuan(decision.total_fen), **shares},
        "reasons": [reason.code for reason in decision.reasons],
        "undetermined": [reason.code for reason in decision.undetermined],
    }


def _settled(case: Case, settlement: Settlement) -> dict[str, Any]:
    return {
        "id": case.id,
        "compliant": None,
        "failed_requirements": [],
        "unknown_requirements": [],
        **{line.id: yuan(line.amount_fen) for line in settlement.lines},
        "explanation": [
            {
                "code": line.id,
                "outcome": "computed",
                "clause": line.clause.id,
                "text": f"{line.title}：{yuan(line.amount_fen)}元",
                "text_en": f"{line.title_en}: {yuan(line.amount_fen)} yuan",
            }
            for line in settlement.lines
        ],
    }


def _explanation(decision: Decision) -> Iterator[Line]:
    """What failed, why this amount, what is open, what the standard says besides, what does not apply."""
    findings = decision.judgement.findings
    yield from map(_finding, _with(findings, Outcome.NOT_MET))
    yield from (_line(reason, reason.sort) for reason in decision.reasons)
    yield from (_line(reason, "unknown") for reason in decision.undetermined)
    yield from map(_finding, _with(findings, Outcome.UNKNOWN))
    yield from map(_finding, _with(findings, Outcome.MET))
    yield from (_silent(scheme) for scheme in decision.schemes if scheme.standing is SILENT)


def _findings(judgement: Judgement) -> Iterator[Line]:
    """Failed first, then unknown, then met; each in the order of the standard."""
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET):
        yield from map(_finding, _with(judgement.findings, outcome))


def _with(findings: Iterable[Finding], outcome: Outcome) -> list[Finding]:
    return [finding for finding in findings if finding.outcome is outcome]


def _finding(finding: Finding) -> Line:
    return {
        "code": finding.requirement_id,
        "outcome": finding.outcome,
        "clause": finding.clause.id,
        "text": finding.text,
        "text_en": finding.text_en,
    }


def _line(reason: Reason, outcome: str) -> Line:
    return {
        "code": reason.code,
        "outcome": outcome,
        "clause": reason.clause.id,
        "text": reason.text,
        "text_en": reason.text_en,
    }


def _silent(scheme: SchemeDecision) -> Line:
    return {
        "code": scheme.id,
        "outcome": scheme.standing,
        "clause": scheme.clause.id,
        "text": scheme.text,
        "text_en": scheme.text_en,
    }
