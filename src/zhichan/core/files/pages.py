"""Sending a stored file to a browser."""

from __future__ import annotations

from django.http import FileResponse

from zhichan.core.files.models import StoredFile
from zhichan.core.files.queries import open_file


def file_response(stored: StoredFile, name: str) -> FileResponse:
    """The file as a download: never shown inside the site, whatever it contains.

    The caller has checked that the actor may see the row the file belongs to.
    """
    response = FileResponse(
        open_file(stored), as_attachment=True, filename=name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
