"""Messages in the language that is spoken; their templates are translated in the context ``Messages``."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from ohlc_desktop.core.messages import Message

CONTEXT = "Messages"


def shown(message: Message) -> str:
    """What a person reads in a window; log, JSON and command line take ``str`` of the message, which is English."""
    return message.render(translated)


def translated(text: str) -> str:
    """A template, or a title that is declared: of a setting or an indicator. What a plug-in brings stays as it is."""
    return QCoreApplication.translate(CONTEXT, text)
