"""One case: what it is granted, who pays, and why."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from anxin.policy.contracts import Judgement
from anxin.policy.grants import inputs
from anxin.policy.grants.contracts import Decision, Reason, SchemeDecision
from anxin.policy.grants.derive import concerns, expansion, granted, own_share, paid, right, uncapped, why
from anxin.policy.grants.program import MoneyProgram
from anxin.policy.grants.rules import EXPANSION, GOVERNMENT, REWARDABLE, Scheme
from anxin.policy.grants.terms import Sort, Standing
from anxin.policy.judging import judge
from anxin.policy.pack import Pack
from anxin.policy.terms import Outcome

Facts = Mapping[str, Any]
Values = Mapping[str, Any]


def decide(pack: Pack, facts: Facts, on: date) -> Decision:
    """Decide one case about money, with every reason.

    Args:
        facts: field name → value, money in fen. Costs and the pack's `as_of` day must be known; any other
            fact that is missing leaves what rests on it undetermined, and unpaid.
        on: the legal day whose parameters count; the day of completion for a claim.
    Raises:
        InvalidInputs: a cost is missing, negative or not below 10 million yuan, or the day is missing.
    """
    check(pack, facts)
    judgement = judge(pack, facts, on)
    values = pack.money(on).values(facts, judgement.compliant)
    return assemble(pack, facts, on, judgement, values)


def check(pack: Pack, facts: Facts) -> None:
    """Refuse facts with which nothing can be decided.

    Raises:
        InvalidInputs: as `decide`.
    """
    inputs.check_rules(pack.id, pack.rules.grants)
    inputs.check_costs(pack.rules.grants.costs, facts)
    if pack.as_of:
        inputs.check_day(pack.as_of, facts)


def assemble(pack: Pack, facts: Facts, on: date, judgement: Judgement, values: Values) -> Decision:
    """The decision that follows from the derived facts of a case, whichever engine derived them."""
    program, grants = pack.money(on), pack.rules.grants
    told = tuple(
        program.teller.reason(reason, facts, values, program.caps.get(reason.scheme))
        for reason in grants.reasons
        if values[why(reason.code)]
    )
    schemes = tuple(_scheme(program, scheme, facts, judgement, values, told) for scheme in grants.schemes)
    return Decision(
        judgement=judgement,
        schemes=schemes,
        payers={payer.id: values[paid(payer.id)] for payer in grants.payers},
        total_fen=sum(facts[name] for name in grants.costs),
        government_fen=values[GOVERNMENT],
        expansion_fen=values[EXPANSION],
        rewardable_fen=values[REWARDABLE],
        reasons=told,
        undetermined=tuple(_undetermined(program, facts, schemes, values)),
        pack_id=pack.id,
        pack_version=pack.version,
        content_hash=pack.content_hash,
        on=on,
    )


def _scheme(
    program: MoneyProgram,
    scheme: Scheme,
    facts: Facts,
    judgement: Judgement,
    values: Values,
    told: tuple[Reason, ...],
) -> SchemeDecision:
    id, standing = scheme.id, _standing(scheme.id, values)
    missing = _missing(program, id, facts, judgement) if standing is Standing.UNKNOWN else ()
    text, text_en = _words(program, scheme, standing, missing, told)
    return SchemeDecision(
        id=id,
        title=scheme.row["title"],
        title_en=scheme.row["title_en"],
        clause=program.teller.clause_of(scheme.row),
        standing=standing,
        amount_fen=values[id],
        uncapped_fen=values[uncapped(id)],
        cap_fen=program.caps.get(id),
        expansion_fen=values.get(expansion(id), 0),
        text=text,
        text_en=text_en,
        missing=missing,
        readings=_readings(scheme),
    )


def _standing(id: str, values: Values) -> Standing:
    if values[concerns(id)] is False:
        return Standing.NOT_APPLICABLE
    if values[granted(id)]:
        return Standing.GRANTED
    return Standing.REFUSED if values[right(id)] is False else Standing.UNKNOWN


def _missing(program: MoneyProgram, id: str, facts: Facts, judgement: Judgement) -> tuple[str, ...]:
    """The facts to ask for: the scheme's own, then those of the verdict while it is open."""
    own = [name for name in program.decides[id] if facts.get(name) is None]
    verdict = [
        name
        for finding in judgement.findings
        if judgement.compliant is None and finding.outcome is Outcome.UNKNOWN
        for name in finding.missing
    ]
    return tuple(dict.fromkeys([*own, *verdict]))


def _words(
    program: MoneyProgram,
    scheme: Scheme,
    standing: Standing,
    missing: tuple[str, ...],
    told: tuple[Reason, ...],
) -> tuple[str, str]:
    """One sentence per language: what stands against the grant first, then the grant and its cap."""
    teller = program.teller
    if standing is Standing.NOT_APPLICABLE:
        return teller.not_concerned(scheme.row)
    if standing is Standing.UNKNOWN:
        line = teller.undecided(scheme.id, scheme.row, missing, scheme.id)
        return line.text, line.text_en
    gates = {gate.code for gate in program.grants.gates}
    wanted = (Sort.REFUSAL,) if standing is Standing.REFUSED else (Sort.GRANT, Sort.CAP, Sort.EXPANSION)
    lines = [
        reason
        for reason in told
        if reason.sort in wanted and (reason.scheme_id == scheme.id or reason.code in gates)
    ]
    return "；".join(line.text for line in lines), "; ".join(line.text_en for line in lines)


def _undetermined(
    program: MoneyProgram, facts: Facts, schemes: tuple[SchemeDecision, ...], values: Values
) -> Iterator[Reason]:
    """Schemes and shares that rest on unknown facts."""
    for rule, scheme in zip(program.grants.schemes, schemes, strict=True):
        if scheme.standing is Standing.UNKNOWN:
            yield program.teller.undecided(rule.id, rule.row, scheme.missing, rule.id)
    for payer in program.grants.payers:
        if payer.pays is not None and values[own_share(payer.id)] is None:
            missing = tuple(name for name in program.decides[payer.id] if facts.get(name) is None)
            yield program.teller.undecided(payer.id, payer.row, missing)


def _readings(scheme: Scheme) -> tuple[str, ...]:
    """The readings of a scheme and of its parts."""
    rows = [scheme.row, *(part.row for part in scheme.requires), scheme.row.get("expansion") or {}]
    named = [row.get("reading") or [] for row in rows]
    return tuple(dict.fromkeys(str(id) for one in named for id in (one if isinstance(one, list) else [one])))
