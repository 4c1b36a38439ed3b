"""Decisions in words: the templates of the pack, filled with the figures of one case."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anxin.kernel import Clause
from anxin.kernel.money import yuan
from anxin.policy import explain
from anxin.policy.citations import cited
from anxin.policy.contracts import Field
from anxin.policy.explain import Language
from anxin.policy.grants.contracts import Reason
from anxin.policy.grants.derive import beside, due, expansion, uncapped
from anxin.policy.grants.rules import Grants, Scheme, Why
from anxin.policy.grants.terms import Sort
from anxin.policy.parameters import Parameter
from anxin.policy.rows import Row

UNDECIDED: dict[Language, str] = {
    "zh": "资料不全、无法判定：{title}（缺：{missing}）",
    "en": "Cannot be decided, facts are missing: {title} (missing: {missing})",
}
NOT_CONCERNED: dict[Language, str] = {
    "zh": "不适用：仅适用于{whom}",
    "en": "Does not apply; it is for: {whom}",
}
LIST: dict[Language, str] = {"zh": "、", "en": ", "}


@dataclass(frozen=True)
class Amounts:
    """The money slots of a scheme's templates, and the derived fact that fills each."""

    slots: Mapping[str, str]

    @classmethod
    def of(cls, scheme: Scheme | None) -> "Amounts":
        """The slots `amount`, `due`, `uncapped`, `expansion` and the payers charged beside the grant."""
        if scheme is None:
            return cls({})
        id = scheme.id
        own = {"amount": id, "due": due(id), "uncapped": uncapped(id), "expansion": expansion(id)}
        return cls({**own, **{payer: beside(id, payer) for payer in scheme.pays}})


@dataclass(frozen=True)
class Teller:
    """The words of one pack on one day."""

    grants: Grants
    fields: Mapping[str, Field]
    parameters: Mapping[str, Parameter]
    clause: Callable[[str], Clause]
    day: date

    def reason(
        self, why: Why, facts: Mapping[str, Any], values: Mapping[str, Any], cap: int | None
    ) -> Reason:
        """A reason with its sentence."""
        scheme = self._scheme(why.scheme)
        slots = Amounts.of(scheme).slots
        money = {slot: values.get(name) for slot, name in slots.items()} | {"cap": cap}
        text = self._filled(str(why.row["text"]), facts, money, "zh")
        text_en = self._filled(str(why.row["text_en"]), facts, money, "en")
        base = scheme.row if scheme else why.row
        return Reason(
            why.code,
            why.sort,
            self._clause(why.row, base),
            text,
            text_en,
            why.scheme,
            _readings(why.row, base),
        )

    def undecided(self, code: str, row: Row, missing: tuple[str, ...], scheme: str = "") -> Reason:
        """That something cannot be decided, and the facts to ask for."""
        text = UNDECIDED["zh"].format(title=row["title"], missing=self._labels(missing, "zh"))
        text_en = UNDECIDED["en"].format(title=row["title_en"], missing=self._labels(missing, "en"))
        return Reason(code, Sort.REMARK, self._clause(row, row), text, text_en, scheme, _readings(row, row))

    def not_concerned(self, row: Row) -> tuple[str, str]:
        """Whom a scheme is for, said to somebody else."""
        whom, whom_en = str(row.get("whom", row["title"])), str(row.get("whom_en", row["title_en"]))
        return NOT_CONCERNED["zh"].format(whom=whom), NOT_CONCERNED["en"].format(whom=whom_en)

    def clause_of(self, row: Row) -> Clause:
        """The first clause that a row cites."""
        return self._clause(row, row)

    def _scheme(self, id: str) -> Scheme | None:
        return next((scheme for scheme in self.grants.schemes if scheme.id == id), None)

    def _clause(self, row: Row, base: Row) -> Clause:
        return self.clause((cited(row) or cited(base))[0])

    def _labels(self, names: tuple[str, ...], language: Language) -> str:
        fields = [self.fields[name] for name in names if name in self.fields]
        return LIST[language].join(field.label if language == "zh" else field.label_en for field in fields)

    def _filled(
        self, template: str, facts: Mapping[str, Any], money: Mapping[str, int | None], language: Language
    ) -> str:
        def fill(match: "re.Match[str]") -> str:
            name = match[1]
            if name in money:
                amount = money[name]
                return explain.UNKNOWN_WORD[language] if amount is None else yuan(amount)
            return explain.said(facts.get(name), self.fields[name], language)

        words = explain.demand(template, self.parameters, self.fields, self.day, language)
        return explain.SLOT.sub(fill, words)


def _readings(row: Row, base: Row) -> tuple[str, ...]:
    named = row.get("reading") or base.get("reading") or []
    return tuple(named) if isinstance(named, list) else (str(named),)
