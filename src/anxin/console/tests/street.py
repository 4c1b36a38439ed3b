"""A street for tests of pages: a shop and two homes in one town, a shop in the next."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from anxin.accounts.contracts import Actor, Grant
from anxin.accounts.terms import Role
from anxin.accounts.tests import cast
from anxin.registry.contracts import EquipmentDraft, PremisesDraft, SourceDraft
from anxin.registry.services import write_premises
from anxin.registry.terms import EquipmentKind, SourceKind

PHONE = "19900001234"
SOURCE = SourceDraft(SourceKind.WORKBOOK, "永阳街道餐饮台账.xlsx", sheet="餐饮")
WRITER = Actor(None, "录入员", grants=(Grant(Role.TOWN_ADMINISTRATOR, cast.DISTRICT),))
SHOP_FITTINGS = (
    EquipmentDraft(
        EquipmentKind.STOVE,
        {"brand": "示例", "conforms": True},
        {"present": True, "flame_failure": False, "low_pressure": True},
        {"flame_failure": {"row": 7, "column": "熄火保护"}},
    ),
    EquipmentDraft(EquipmentKind.HOSE, {"conforms": True}, {"present": True, "hose_kind": "stainless"}),
)


def build_street(now: datetime | None = None) -> dict[str, str]:
    """Write the files; returns number by name."""
    drafts = [
        _shop(cast.GRID, "老味道面馆", cast.OTHER_GAS),
        _home("王小明", hardship="minimum_living", holder_phone=PHONE),
        _home("李大同", hardship="none"),
        _shop(cast.OTHER_VILLAGE, "柘塘面馆", cast.GAS),
    ]
    report = write_premises(drafts=drafts, source=SOURCE, actor=WRITER, now=now or timezone.now())
    names = ("老味道面馆", "王小明", "李大同", "柘塘面馆")
    return dict(zip(names, (row.number for row in report.written), strict=True))


def _shop(area: str, sign: str, supplier: UUID) -> PremisesDraft:
    values = {
        "kind": "catering",
        "address": f"{sign}旁8号",
        "road": "中山路",
        "sign_name": sign,
        "gas_now": "bottled",
        "venue": "street_shop",
        "scale": "small",
        "opened_on": datetime(2020, 5, 1).date(),  # noqa: DTZ001 - a day
        "supplier_id": supplier,
        "longitude": 119.02,
        "latitude": 31.65,
    }
    return PremisesDraft(None, area, values, SHOP_FITTINGS, {"sign_name": {"row": 7, "column": "店招名称"}})


def _home(name: str, **more: object) -> PremisesDraft:
    values = {
        "kind": "resident",
        "address": f"中山路2号翠湖花园{len(name)}幢10{ord(name[0]) % 9 + 1}室",
        "estate": "翠湖花园",
        "holder_name": name,
        "gas_now": "piped",
        "supplier_id": cast.GAS,
    }
    return PremisesDraft(None, cast.VILLAGE, values | more, extra={"备注": "旧台账"})
