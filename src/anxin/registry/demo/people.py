"""Invented persons and businesses: nobody's name on purpose, nobody's number by construction."""

from datetime import date
from random import Random

from stdnum.cn import uscc

from anxin.registry.demo import words

# 12 begins no mobile number, and 99 no division code.
PHONE_PREFIX, DIVISION = "128", "990117"
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def person(random: Random) -> str:
    """A name of two or three characters."""
    given = "".join(random.sample(words.GIVEN, random.choice((1, 2, 2, 2))))
    return random.choice(words.SURNAMES) + given


def phone(random: Random) -> str:
    """Eleven digits that ring nowhere."""
    return f"{PHONE_PREFIX}{random.randrange(10**8):08d}"


def id_number(random: Random) -> str:
    """Eighteen digits with a right check digit and a division code that does not exist."""
    born = date(random.randint(1940, 1995), random.randint(1, 12), random.randint(1, 28))
    body = f"{DIVISION}{born:%Y%m%d}{random.randrange(1000):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def credit_code(random: Random) -> str:
    """A 统一社会信用代码 with a right check digit and a division code that does not exist."""
    body = f"92{DIVISION}" + "".join(random.choice(_CODE_LETTERS) for _ in range(9))
    return body + str(uscc.calc_check_digit(body))


def shop(venue: str, village: str, random: Random) -> str:
    """What stands over the door."""
    if venue in words.PLACES:
        branch = random.choice(("", "一店", "二店")) if venue.startswith("large") else ""
        return f"{village}{words.PLACES[venue]}{branch}"
    return random.choice(words.SHOP_NAMES) + random.choice(words.DISHES)
