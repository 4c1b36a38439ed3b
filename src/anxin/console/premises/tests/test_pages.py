"""The premises desk at the door: scope, filters in the address, reveal, edit, plan, with query budgets."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.console.tests.street import PHONE
from anxin.ledger.models import Act

LIST = "/premises/"
HTMX = {"HX-Request": "true"}


def page(client, address: str, **more) -> str:
    """The text of a page that must be there."""
    answer = client.get(address, **more)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_clerk_sees_the_own_town_only(clerk, street):
    """List, search, address and edit of the next town's shop: not there."""
    text = page(clerk, LIST)
    assert "老味道面馆" in text and "柘塘面馆" not in text and "共 3 户" in text
    assert "没有找到" in page(clerk, LIST + "?q=柘塘面馆")
    for address in ("", "edit/", "plan/", "reveal/holder_phone/"):
        missing = clerk.get(f"{LIST}{street['柘塘面馆']}/{address}")
        nothing = clerk.get(f"{LIST}LS999-000001/{address}")
        assert missing.status_code == nothing.status_code == 404
        without_id = [re.sub(r"[0-9a-f]{32}|\w{64}", "", a.content.decode()) for a in (missing, nothing)]
        assert without_id[0].replace(street["柘塘面馆"], "") == without_id[1].replace("LS999-000001", "")


def test_the_address_holds_every_filter(clerk, street):
    """A filtered list is a link: select, chip and rows say the same; empty fields are dropped."""
    text = page(clerk, LIST + "?kind=catering&gas=bottled&late=1")
    assert "老味道面馆" in text and "王*" not in text
    assert '<option value="catering" selected>' in text and text.count('class="chip"') == 3
    tidied = clerk.get(LIST + "?kind=catering&gas=&q=")
    assert tidied.status_code == 302 and tidied["Location"] == LIST + "?kind=catering"


def test_htmx_gets_the_results_alone_and_their_address(clerk, street):
    """The fragment carries its own root and pushes the tidy address."""
    answer = clerk.get(LIST + "?q=面馆&gas=", headers=HTMX)
    assert answer.content.decode().lstrip().startswith('<div id="premises-results">')
    assert answer["HX-Push-Url"] == LIST + "?q=%E9%9D%A2%E9%A6%86"


def test_nonsense_in_the_address_is_no_error(clerk, street):
    """Whatever is typed into the address, the page answers."""
    for query in ("area=x", "supplier=x", "sort=x", "kind=x", "after=x", "compliance=x", "requirement=x"):
        page(clerk, f"{LIST}?{query}")


def test_the_file_says_why_and_from_where(clerk, street):
    """The failed requirement, its clause mark, the fact and the row of the workbook it came from."""
    text = page(clerk, f"{LIST}{street['老味道面馆']}/")
    assert "附件1·餐饮·瓶装·燃烧器具" in text and "熄火保护" in text
    assert "永阳街道餐饮台账.xlsx · 餐饮 · 第 7 行 · “熄火保护”列" in text
    assert "请整改" in text and "请现场核实并录入" in text


def test_personal_values_are_shown_for_a_reason_only(clerk, street):
    """Masked first; no reason, no value; with a reason the value and an act."""
    number = street["王小明"]
    assert PHONE not in page(clerk, f"{LIST}{number}/")
    address = f"{LIST}{number}/reveal/holder_phone/"
    assert PHONE not in page(clerk, address)
    assert PHONE not in clerk.post(address, {"reason": ""}).content.decode()
    before = Act.objects.count()
    assert PHONE in clerk.post(address, {"reason": "预约入户安检"}).content.decode()
    act = Act.objects.order_by("sequence").last()
    assert Act.objects.count() == before + 1 and act.action == "registry.revealed"
    assert act.reason == "预约入户安检" and PHONE not in str(act.detail)


def test_who_may_not_know_of_hardship_sees_no_trace(bureau, clerk, street):
    """Not in the file, not among the filters, not by the address of the filter."""
    number = street["王小明"]
    assert "低保" in page(clerk, f"{LIST}{number}/") and "困难居民用户" in page(clerk, LIST)
    for text in (
        page(bureau, f"{LIST}{number}/"),
        page(bureau, LIST),
        page(bureau, LIST + "?group=hardship"),
    ):
        assert "低保" not in text and "困难" not in text
    assert "没有找到" in page(bureau, LIST + "?group=hardship")


def test_a_company_sees_its_customers(company, street):
    """The shop it supplies, nobody else."""
    text = page(company, LIST)
    assert "老味道面馆" in text and "共 1 户" in text


def test_a_correction_is_judged_anew(clerk, street):
    """What was not met is met after the edit; only what changed is written."""
    number = street["老味道面馆"]
    address = f"{LIST}{number}/edit/"
    form = _fields(page(clerk, address))
    form |= {"stove-1-flame_failure": "yes"}
    answer = clerk.post(address, form, follow=True)
    assert answer.status_code == 200 and "已保存并重新判定" in answer.content.decode()
    last = Act.objects.filter(action="registry.premises_changed").latest("sequence")
    assert last.detail["fields"] == ["stove.flame_failure"]


def test_a_second_piece_and_one_out_of_use(clerk, street):
    """A further hose is added beside the first; then the first leaves, and the history tells both."""
    number = street["老味道面馆"]
    address = f"{LIST}{number}/edit/"
    text = page(clerk, address)
    assert "再加一件：连接软管" in text and "再加一件：灶具" in text
    clerk.post(address, _fields(text) | {"hose-2-hose_kind": "rubber", "hose-2-present": "yes"})
    assert "连接软管 2" in page(clerk, f"{LIST}{number}/")
    clerk.post(address, _fields(page(clerk, address)) | {"hose-1-removed": "on", "hose-1-brand": "乙"})
    text = page(clerk, f"{LIST}{number}/")
    assert "连接软管 2" in text and "连接软管 · 已停用（拆除）" in text
    last = Act.objects.filter(action="registry.premises_changed").latest("sequence")
    assert last.detail["fields"] == ["hose.removed"]


def test_two_people_at_one_file(clerk, street):
    """The second one is told, and nothing is overwritten."""
    address = f"{LIST}{street['老味道面馆']}/edit/"
    form = _fields(page(clerk, address))
    clerk.post(address, form | {"staff_count": "3"})
    late = clerk.post(address, form | {"staff_count": "5"}, headers=HTMX)
    assert late.status_code == 409 and "refusal" in late.content.decode()


def test_a_correction_says_what_it_read(clerk, street):
    """Without the version that was shown, nothing is overwritten."""
    address = f"{LIST}{street['老味道面馆']}/edit/"
    form = _fields(page(clerk, address)) | {"staff_count": "3"}
    form.pop("version")
    assert clerk.post(address, form).status_code == 409


def test_a_new_file(clerk, street):
    """A home typed in by hand gets a number and a verdict; a wrong shape is told at its field."""
    address = f"{LIST}new/"
    form = _fields(page(clerk, address)) | {"kind": "resident", "area_code": "320117001001"}
    form |= {"address": "中山路9号", "gas_now": "piped", "hose-1-present": "yes", "hose-1-threaded": "yes"}
    wrong = clerk.post(address, form | {"longitude": "east"}).content.decode()
    assert 'aria-invalid="true"' in wrong
    made = clerk.post(address, form, follow=True)
    assert "已建立并完成判定" in made.content.decode()


def test_a_value_that_cannot_stand_is_told_at_its_field(clerk, street):
    """A wrong code and a place abroad are told where they stand, and what was typed stays."""
    address = f"{LIST}{street['老味道面馆']}/edit/"
    form = _fields(page(clerk, address)) | {"credit_code": "ABC", "longitude": "999", "road": "新街"}
    told = clerk.post(address, form).content.decode()
    assert 'id="id_credit_code_error"' in told and "末位是校验码" in told
    assert 'id="id_longitude_error"' in told and 'value="新街"' in told


def test_a_plan(clerk, street):
    """一户一策 is made on the file and shows there."""
    number = street["老味道面馆"]
    form = {"measure": "更换灶具", "responsible": "甲", "due_on": "2027-01-31"}
    text = clerk.post(f"{LIST}{number}/plan/", form, follow=True).content.decode()
    assert "更换灶具" in text and "缺一户一策" not in text


def test_a_plan_is_closed_once(clerk, bureau, street):
    """Closing asks first, shows the day and the history; a second time is refused; strangers find nothing."""
    address = f"{LIST}{street['老味道面馆']}/"
    clerk.post(f"{address}plan/", {"measure": "更换灶具", "responsible": "甲", "due_on": "2027-01-31"})
    closing = re.search(r'action="([^"]+/closing/)"', page(clerk, address)).group(1)
    assert clerk.get(closing).status_code == 405
    elsewhere = closing.replace(street["老味道面馆"], street["李大同"])
    assert clerk.post(elsewhere).status_code == 404
    text = clerk.post(closing, follow=True).content.decode()
    assert f"完成于 {timezone.localdate()}" in text and "仍属特殊用户" in text and "缺一户一策" not in text
    assert "一户一策已办结" in page(bureau, address)
    assert clerk.post(closing).status_code == 409
    assert Act.objects.filter(action="registry.plan_closed").count() == 1


@pytest.mark.parametrize(("address", "budget"), [("", 16), ("?q=面馆&kind=catering", 16)])
def test_the_list_has_a_query_budget(clerk, street, address, budget):
    """However many rows, the list costs the same."""
    clerk.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        clerk.get(LIST + address)
    assert len(queries) <= budget, "\n".join(q["sql"][:150] for q in queries)


def test_the_file_has_a_query_budget(clerk, street):
    """A file costs the same whatever is on it."""
    with CaptureQueriesContext(connection) as queries:
        clerk.get(f"{LIST}{street['老味道面馆']}/")
    assert len(queries) <= 24, "\n".join(q["sql"][:150] for q in queries)


def _fields(text: str) -> dict[str, str]:
    """What the form would send back unchanged."""
    sent = dict(
        re.findall(r'<input type="(?:text|number|hidden|date)" name="([\w.-]+)" value="([^"]*)"', text)
    )
    for name, body in re.findall(r'<select name="([\w.-]+)".*?>(.*?)</select>', text, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        sent[name] = chosen.group(1) if chosen else ""
    sent.pop("csrfmiddlewaretoken", None)
    return sent
