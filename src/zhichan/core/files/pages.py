"""Sending a stored file to a browser."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from zhichan.core.files.models import StoredFile
from zhichan.core.files.queries import open_file
from zhichan.core.files.sniff import DOCX


def docx_response(content: bytes, name: str) -> HttpResponse:
    """A document just made, as a download."""
    reply = HttpResponse(content, content_type=DOCX)
    reply["Content-Disposition"] = content_disposition_header(True, name) or ""
    reply["X-Content-Type-Options"] = "nosniff"
    return reply


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
