"""Personal values as everybody may see them: enough to recognise, too little to know."""


def masked_name(name: str) -> str:
    """张* for any name: the length of the rest is not told."""
    return f"{name[0]}*" if name else ""


def masked_phone(phone: str) -> str:
    """138****1234; a number too short to hide its middle is hidden whole."""
    digits = phone.strip()
    if len(digits) < 8:
        return "****" if digits else ""
    return f"{digits[:3]}****{digits[-4:]}"


def masked_id_number(number: str) -> str:
    """First and last two characters of an ID number, as 32**************1X."""
    if len(number) < 8:
        return "****" if number else ""
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"


def masked_door(road: str, road_number: str, estate: str) -> str:
    """The way to a home as far as its estate or house number; the door itself is hidden."""
    known = f"{road}{road_number}{estate}"
    return f"{known}****" if known else "****"
