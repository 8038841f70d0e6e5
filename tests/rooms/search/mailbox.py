"""A real mail server that keeps what it is sent, or refuses it."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """Takes mails in, or refuses them."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.is_full = False

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.is_full:
            return "452 no room"
        self.mails.append(envelope.content)
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield box
    controller.stop()
