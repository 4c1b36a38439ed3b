"""Why a workbook is not opened or not read: a code and its figures; the words are put by the pages."""


class Refused(Exception):
    """The whole workbook is declined.

    Args:
        code: a stable machine word, a key of ``messages.REFUSALS``.
        params: what the sentence names.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
