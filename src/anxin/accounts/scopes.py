"""A reach as a database condition: closed by default."""

from django.db.models import Q

from anxin.accounts.contracts import Reach


def within(reach: Reach, *, area: str, company: str | None = None) -> Q:
    """The rows that a reach covers.

    Args:
        area: the field that holds the area code: ``"area_id"`` for a foreign key, or a plain text field.
        company: the field that holds the supplying company's id; None where rows have no company.
    """
    condition = Q(pk__in=[])
    if area.endswith("_id"):  # Django looks into a foreign key only through its target
        area = f"{area.removesuffix('_id')}__pk"
    for code in reach.area_codes:
        condition |= Q(**{f"{area}__startswith": code})
    if company is not None and reach.company_ids:
        condition |= Q(**{f"{company}__in": reach.company_ids})
    return condition
