"""The requirements of the standard."""

from anxin.console.policy import links
from anxin.console.policy.shapes import RequirementShape
from anxin.console.policy.shelf import Row, english, row_of, rows
from anxin.policy import Pack, Requirement


def requirements(pack: Pack) -> tuple[RequirementShape, ...]:
    """Every requirement, in the order of the standard."""
    return tuple(_shape(pack, rule) for rule in pack.standard)


def requirement(pack: Pack, requirement_id: str) -> RequirementShape:
    """One requirement.

    Raises:
        NotFound: the standard has no such requirement.
    """
    row = row_of(pack, "standard", requirement_id)
    return next(shape for shape in requirements(pack) if shape.id == row["id"])


def _shape(pack: Pack, rule: Requirement) -> RequirementShape:
    row = row_of(pack, "standard", rule.id)
    link = links.requirement(pack, row)
    return RequirementShape(
        id=rule.id,
        title=link.title,
        text=rule.text_en if english() else rule.text,
        column=rule.column,
        url=link.url,
        when=rule.when,
        must=rule.must,
        clauses=links.shaped(pack, dict.fromkeys(row["clauses"])),
        rests_on=tuple(_field_label(pack, name) for name in rule.rests_on),
        readings=links.readings_of(pack, _readings(pack, row)),
    )


def _readings(pack: Pack, row: Row) -> set[str]:
    """The readings a requirement names, and those that name it."""
    naming = {
        other["id"] for other in rows(pack, "readings") if row["id"] in (other.get("requirements") or ())
    }
    return naming | set(links.reading_ids(row))


def _field_label(pack: Pack, name: str) -> str:
    known = pack.fields.get(name)
    if known is None:
        return name
    return known.label_en if english() else known.label
