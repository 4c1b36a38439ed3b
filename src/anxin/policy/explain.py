"""Findings in words: the demand and the facts that decide it. Templates are data, figures are parameters."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from anxin.kernel.money import yuan
from anxin.policy.contracts import Field
from anxin.policy.parameters import Parameter
from anxin.policy.terms import Kind, Outcome

Language = Literal["zh", "en"]

SLOT = re.compile(r"\{([^{}]*)\}")
SLOT_NAME = re.compile(r"p\.([a-z][a-z0-9_]*)")
RESULT: dict[Language, dict[Outcome, str]] = {
    "zh": {Outcome.MET: "符合", Outcome.NOT_MET: "不符合", Outcome.UNKNOWN: "资料不全，无法判定"},
    "en": {
        Outcome.MET: "met",
        Outcome.NOT_MET: "not met",
        Outcome.UNKNOWN: "cannot be judged, facts are missing",
    },
}
YES_NO: dict[Language, dict[bool, str]] = {"zh": {True: "是", False: "否"}, "en": {True: "yes", False: "no"}}
ON_FILE: dict[Language, str] = {"zh": "已登记", "en": "on file"}
UNKNOWN_WORD: dict[Language, str] = {"zh": "未知", "en": "unknown"}
SHAPE: dict[Language, str] = {"zh": "{demand}：{result}（{facts}）", "en": "{demand}: {result} ({facts})"}
JOIN: dict[Language, tuple[str, str]] = {"zh": ("：", "；"), "en": (": ", "; ")}
LIST: dict[Language, str] = {"zh": "、", "en": ", "}


def slots(template: str) -> Iterator[str]:
    """What stands between the braces of a template."""
    yield from SLOT.findall(template)


def parameter_of(slot: str) -> str | None:
    """The parameter a slot names, or None when it does not name one."""
    found = SLOT_NAME.fullmatch(slot)
    return found[1] if found else None


def demand(
    template: str,
    parameters: Mapping[str, Parameter],
    fields: Mapping[str, Field],
    day: date,
    language: Language,
) -> str:
    """A template with its `{p.name}` slots filled for a day; other slots stay."""

    def fill(match: re.Match[str]) -> str:
        name = parameter_of(match[1])
        if name is None:
            return match[0]
        parameter = parameters[name]
        return _figure(parameter, parameter.on(day), fields, language)

    return SLOT.sub(fill, template)


def _figure(parameter: Parameter, value: Any, fields: Mapping[str, Field], language: Language) -> str:
    match parameter.type.kind:
        case Kind.MONEY:
            return yuan(value)
        case Kind.RATE:
            return f"{value / 10_000:g}%"
        case Kind.NUMBER:
            return f"{value:g}"
        case Kind.SET | Kind.ENUM:
            wanted = parameter.type.values
            field = next(field for field in fields.values() if field.enum == wanted)
            return LIST[language].join(said(member, field, language) for member in _listed(value))
    return str(value)


def _listed(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def said(value: Any, field: Field, language: Language) -> str:
    """A fact's value in words; a sensitive one is only said to be on file."""
    if field.sensitive and value is not None:
        return ON_FILE[language]
    if isinstance(value, bool):
        return YES_NO[language][value]
    if value in field.enum:
        labels = field.enum_labels if language == "zh" else field.enum_labels_en
        return labels[field.enum.index(value)]
    if value is None or field.type is Kind.ENUM:
        return UNKNOWN_WORD[language]
    if field.type is Kind.MONEY:
        return yuan(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{value}{field.unit}"


def sentence(
    words: str, outcome: Outcome, facts: Mapping[str, Any], fields: Mapping[str, Field], language: Language
) -> str:
    """The demand, the outcome and the facts it rests on, as one sentence."""
    colon, semicolon = JOIN[language]
    told = semicolon.join(
        f"{fields[name].label if language == 'zh' else fields[name].label_en}{colon}"
        f"{said(value, fields[name], language)}"
        for name, value in facts.items()
    )
    return SHAPE[language].format(demand=words, result=RESULT[language][outcome], facts=told)
