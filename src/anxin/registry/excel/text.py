"""One spelling for many: width, space and punctuation levelled."""

import re
import unicodedata
from functools import lru_cache

_HALF_WIDTH = {
    code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
}
_HALF_WIDTH[0x3000] = 0x20
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|_x000[0-9A-Fa-f]_"
)
_SPACES = re.compile(r"[ \t\u00a0]+")
_PUNCTUATION = re.compile(r"[\s()（）\[\]【】<>《》/／、,，.。:：;；*＊_\-—~&+|'\"“”‘’?？!！#＃]+")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


@lru_cache(maxsize=65536)
def kept(text: str) -> str:
    """Text as it will stand in a file: half-width digits and letters, no control characters, trimmed.

    Chinese punctuation and rare characters stay as they are.
    """
    return _SPACES.sub(" ", _CONTROL.sub("", text).translate(_HALF_WIDTH)).strip()


@lru_cache(maxsize=65536)
def level(text: str) -> str:
    """Text for comparing words: NFKC, one case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", _CONTROL.sub("", text)).casefold().split())


@lru_cache(maxsize=8192)
def header_key(text: str) -> str:
    """A header for comparing: punctuation gone, brackets opened."""
    return _PUNCTUATION.sub("", level(text))


@lru_cache(maxsize=8192)
def bare_header_key(text: str) -> str:
    """A header for comparing without what stands in brackets."""
    return header_key(_BRACKETS.sub("", text))
