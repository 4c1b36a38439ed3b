"""What only the system can bring for browser tests: Chromium and a Chinese font."""

import os
import shutil
from pathlib import Path

from steps import install_packages

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def ready() -> None:
    """Install what is missing where we may; ANXIN_CHROMIUM names a browser elsewhere."""
    missing = []
    if not os.environ.get("ANXIN_CHROMIUM") and not any(map(shutil.which, CHROMIUM)):
        missing.append("chromium")
    if not _has_chinese_font():
        missing.append("fonts-noto-cjk")
    if missing:
        install_packages(missing, "Browser tests need a browser and a Chinese font.")


def _has_chinese_font() -> bool:
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts")
    words = ("cjk", "wqy", "sourcehan", "notosanssc", "simsun", "msyh")
    return any(
        any(word in file.name.lower().replace("-", "") for word in words)
        for folder in folders
        if folder.is_dir()
        for file in folder.rglob("*.[to]t[fc]")
    )
