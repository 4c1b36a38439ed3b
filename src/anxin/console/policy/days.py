"""The legal day of a page, the clocks of a pack, and days left or past."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.console.access import StaffRequest
from anxin.console.policy.shapes import Clock, Countdown
from anxin.kernel.clock import local_day
from anxin.policy import Pack

SOON_DAYS = 90  # a matter of display: from here on a day left is shown as near


def legal_day(request: StaffRequest) -> date:
    """The day a page is read for: the one asked for with ``?on=``, else today in Asia/Shanghai."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return local_day(request.now)


def countdown(by: date | None, on: date) -> Countdown:
    """How far a day lies from the legal day."""
    if by is None:
        return Countdown(None, None, "neutral", _("The text gives no day"))
    days = (by - on).days
    if days > 0:
        words = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
        return Countdown(by, days, "warn" if days <= SOON_DAYS else "ok", words)
    if days == 0:
        return Countdown(by, 0, "warn", _("Due on this day"))
    words = ngettext("%(days)d day past", "%(days)d days past", -days) % {"days": -days}
    return Countdown(by, days, "bad", words)


def clocks(pack: Pack, on: date) -> tuple[Clock, Clock, Clock]:
    """The three clocks: since when money counts, until when the document holds, and the day asked about."""
    return (
        Clock(_("Money counts from"), pack.accrual_from, _accrual(pack, on)),
        Clock(_("The document holds until"), pack.valid.last, _validity(pack, on)),
        Clock(_("Legal day"), on, _("The day on which this page reads the rules.")),
    )


def _accrual(pack: Pack, on: date) -> str:
    if on < pack.accrual_from:
        return _("Not yet reached on the legal day.")
    return _("Works completed on or after this day may earn a grant.")


def _validity(pack: Pack, on: date) -> str:
    if pack.valid.last is None or on <= pack.valid.last:
        return countdown(pack.valid.last, on).words
    return _("Expired: %(words)s.") % {"words": countdown(pack.valid.last, on).words}
