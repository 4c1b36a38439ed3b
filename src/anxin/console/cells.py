"""What goes for every workbook that the house hands out: its type, and its text as text."""

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_CHARACTERS = 32_000  # Excel holds 32,767 and calls a longer cell damaged


def plain(text: str) -> str:
    """The text as it stands, cut to what a cell holds.

    The writer takes what looks like its own markup of a rich string for ready XML: a space in front
    makes it text again.
    """
    return f" {text}" if text.startswith("<r>") else text[:CELL_CHARACTERS]
