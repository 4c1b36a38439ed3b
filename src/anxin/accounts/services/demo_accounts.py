"""One invented person per role, for the demo district only."""

from binascii import hexlify
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from anxin.accounts.contracts import Actor, Grant, house
from anxin.accounts.models import Organisation, User
from anxin.accounts.services.accounts import create_account
from anxin.accounts.services.grants import grant_role
from anxin.accounts.services.load_district import organisation_id
from anxin.accounts.terms import ROLES, Role
from anxin.kernel import WrongState
from anxin.kernel.clock import local_day


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One invented person.

    Attributes:
        device: the authenticator of those whose role asks for a second factor, else None.
    """

    username: str
    name: str
    role: Role
    where: str
    device: TOTPDevice | None


def open_demo_accounts(*, folder: Path, password: str, now: datetime) -> list[DemoAccount]:
    """Open the accounts of a district folder's demo_accounts.yaml that are not there yet.

    What somebody changed since (a password, a grant, a closed account) stays as it is; a closed
    account is not told. The authenticators have known secrets: they are for showing, not for keeping.

    Raises:
        WrongState: the platform is served over HTTPS, or the invented companies are not loaded.
    """
    _require_demo()
    rows = yaml.safe_load((folder / "demo_accounts.yaml").read_text(encoding="utf-8"))
    actor = house("demo_accounts", Grant(Role.SECURITY_ADMINISTRATOR))
    opened = [_account(row, folder.name, password, actor, now) for row in rows]
    return [account for account in opened if account is not None]


def _require_demo() -> None:
    if settings.HTTPS:
        raise WrongState(
            _("This platform is served to others (ANXIN_HTTPS=1): it opens no accounts with known passwords.")
        )
    if not Organisation.objects.filter(is_demo=True).exists():
        raise WrongState(_("There is no demo district here: load_district --demo makes one."))


@transaction.atomic
def _account(
    row: Mapping[str, Any], district: str, password: str, actor: Actor, now: datetime
) -> DemoAccount | None:
    role = Role(row["role"])
    user = User.objects.filter(username__iexact=row["username"]).first()
    if user is None:
        user = _open(row, role, district, password, actor, now)
    if not user.is_active:
        return None
    device = TOTPDevice.objects.filter(user=user, name="demo", confirmed=True).first()
    company = Organisation.objects.filter(pk=_company(row, district)).first() if "company" in row else None
    where = company.short_name if company else row.get("area", "")
    return DemoAccount(user.username, user.name, role, where, device)


def _open(
    row: Mapping[str, Any], role: Role, district: str, password: str, actor: Actor, now: datetime
) -> User:
    made = create_account(
        username=row["username"],
        name=row["name"],
        organisation_id=organisation_id(district, row["organisation"]),
        password=password,
        must_change_password=False,
        actor=actor,
        now=now,
    )
    grant_role(
        user_id=made.id,
        role=role,
        area_code=row.get("area"),
        organisation_id=_company(row, district),
        ends_on=local_day(now) + timedelta(days=settings.GRANT_LONGEST_DAYS - 1),
        actor=actor,
        now=now,
    )
    user = User.objects.get(pk=made.id)
    if ROLES[role].second_factor:
        TOTPDevice.objects.create(user=user, name="demo", confirmed=True, key=_key(user.username))
    return user


def _company(row: Mapping[str, Any], district: str) -> Any:
    return organisation_id(district, row["company"]) if "company" in row else None


def _key(username: str) -> str:
    return hexlify(sha256(f"anxin demo {username}".encode()).digest()[:20]).decode()


__all__ = ["DemoAccount", "open_demo_accounts"]
