"""Small shapes that the tags draw: shares and percentages."""


def share(part: int, whole: int) -> str:
    """A share as a width from 0 to 100; 0 of nothing is 0."""
    return f"{100 * part / whole:.2f}" if whole else "0"


def percent_words(part: int, whole: int) -> str:
    """A share in words, never rounded up to 100 % nor down to 0 %; a dash when there is nothing."""
    if not whole:
        return "—"
    rounded = round(100 * part / whole, 1)
    if part not in (0, whole):
        rounded = min(max(rounded, 0.1), 99.9)
    return f"{rounded:.1f}%"


def grouped(number: int) -> str:
    """A count with its thousands set apart, as both languages write it here."""
    return f"{number:,}"
