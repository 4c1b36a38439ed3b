"""Verbs: store what was handed in, open what is stored."""

import hashlib
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from anxin.accounts.contracts import Actor
from anxin.files.contracts import FileFacts
from anxin.files.models import StoredFile
from anxin.kernel import NotFound


@transaction.atomic
def store(*, name: str, chunks: Iterable[bytes], media_type: str, actor: Actor, now: datetime) -> FileFacts:
    """Keep the bytes under their SHA-256; the same bytes again are the same file on disk.

    The row is the caller's to tie to an act: the room that owns the matter records it.
    """
    folder = _folder()
    part = folder / f".{uuid4().hex}"
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("xb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        final = _place(digest.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True)
        part.replace(final)
    finally:
        part.unlink(missing_ok=True)
    row = StoredFile.objects.create(
        sha256=digest.hexdigest(),
        name=_plain_name(name),
        size_bytes=size,
        media_type=media_type[:120],
        stored_by_id=actor.user_id,
        organisation_id=actor.organisation_id,
        stored_at=now,
    )
    return FileFacts(row.id, row.sha256, row.name, row.size_bytes)


def path_of(file_id: UUID) -> Path:
    """Where a stored file lies, to be read only. Who may read it is the asking room's business.

    Raises:
        NotFound: no such file, or its bytes are gone.
    """
    row = StoredFile.objects.filter(pk=file_id).first()
    path = _place(row.sha256) if row else None
    if path is None or not path.exists():
        raise NotFound("The file is not stored here any more.")
    return path


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _place(sha256: str) -> Path:
    return _folder() / sha256[:2] / sha256


def _plain_name(name: str) -> str:
    """The last part of a name, without control or direction characters, at most 200 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable())[-200:] or "file"
