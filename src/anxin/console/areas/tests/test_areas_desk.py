"""The tree of areas and the list of organisations."""

import pytest

from anxin.accounts.models import Area, Organisation, RoleGrant
from anxin.accounts.tests import cast

pytestmark = pytest.mark.usefixtures("scene")


def page(answer) -> str:
    """What the person reads."""
    return answer.content.decode()


def names(answer) -> set:
    """The organisations that the list shows."""
    return {file.id for file in answer.context["files"]}


def test_one_district_opens_at_once(clerk):
    """Its towns with what lies in them."""
    answer = clerk.get("/areas/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/areas/{cast.DISTRICT}/"
    assert "柘塘街道" in page(answer)


def test_no_district_says_what_to_do(clerk):
    """An empty installation is told the next step."""
    RoleGrant.objects.all().delete()
    Organisation.objects.all().delete()
    for length in (15, 12, 9, 6):
        Area.objects.filter(code__regex=rf"^\d{{{length}}}$").delete()
    assert "load_district" in page(clerk.get("/areas/"))


def test_adding_renaming_closing_a_grid(administrator):
    """Within the own town."""
    administrator.post(f"/areas/{cast.VILLAGE}/grids/", {"name": "老街网格"})
    made = Area.objects.get(name="老街网格")
    administrator.post(f"/areas/{made.code}/name/", {"name": "新街网格"})
    assert "新街网格" in page(administrator.get(f"/areas/{made.code}/"))
    answer = administrator.post(f"/areas/{made.code}/closure/", {"reason": "合并"})
    assert answer.url == f"/areas/{cast.VILLAGE}/"
    made.refresh_from_db()
    assert made.closed_on


def test_another_town_is_seen_but_not_changed(administrator):
    """Areas are public; acts on them are not, and an address typed by hand finds nothing."""
    shown = page(administrator.get(f"/areas/{cast.OTHER_VILLAGE}/"))
    assert "/grids/" not in shown
    assert administrator.post(f"/areas/{cast.OTHER_VILLAGE}/grids/", {"name": "x"}).status_code == 404


def test_a_clerk_reads_only(clerk):
    """No form, and a refusal for the address."""
    assert "/grids/" not in page(clerk.get(f"/areas/{cast.VILLAGE}/"))
    assert clerk.post(f"/areas/{cast.VILLAGE}/grids/", {"name": "x"}).status_code == 403


def test_a_code_that_is_none_is_not_found(clerk):
    """Whatever is typed."""
    for code in ("999999", "x", "320117001001001001"):
        assert clerk.get(f"/areas/{code}/").status_code == 404


def test_a_company_is_added_corrected_and_closed(regulator):
    """By the regulator."""
    said = {
        "kind": "gas_company",
        "name": "测试新燃气有限公司",
        "short_name": "新燃气",
        "area": cast.DISTRICT,
        "gas_kinds": ["bottled"],
    }
    made = regulator.post("/areas/organisations/new/", said)
    key = Organisation.objects.get(name="测试新燃气有限公司").pk
    assert made.url == f"/areas/organisations/{key}/"
    regulator.post(f"/areas/organisations/{key}/revision/", said | {"short_name": "改名"})
    assert Organisation.objects.get(pk=key).short_name == "改名"
    regulator.post(f"/areas/organisations/{key}/closure/", {"reason": "注销"})
    assert key not in names(regulator.get("/areas/organisations/"))
    assert key in names(regulator.get("/areas/organisations/?closed=1"))


def test_a_form_that_does_not_fit(regulator):
    """Stays on the page for shape, is refused in words for substance."""
    assert "form" in regulator.post("/areas/organisations/new/", {"name": ""}).context
    said = {
        "kind": "gas_company",
        "name": "甲",
        "short_name": "甲",
        "area": cast.DISTRICT,
        "credit_code": "123",
    }
    assert regulator.post("/areas/organisations/new/", said).status_code == 422


def test_the_list_filters(clerk, django_assert_max_num_queries):
    """By kind and words, within a bounded number of queries."""
    with django_assert_max_num_queries(10):
        shown = page(clerk.get("/areas/organisations/?kind=gas_company&q=液化气"))
    assert "测试液化气有限公司" in shown
    assert "永阳街道办事处" not in shown
    assert clerk.get(f"/areas/organisations/{cast.OFFICE}/").status_code == 200
    assert "/closure/" not in page(clerk.get(f"/areas/organisations/{cast.GAS}/"))
