"""How tables keep a message: in English for whoever reads the file with SQL, and beside it as JSON for translation."""

from __future__ import annotations

import json

from ohlc_desktop.core.messages import Message, recalled, to_plain


def columns_of(message: Message) -> tuple[str, str | None]:
    """The English text, and the JSON; None where there is nothing to say."""
    return str(message), json.dumps(to_plain(message), ensure_ascii=False) if message else None


def message_in(text: str, plain: str | None) -> Message:
    """The message of both columns; a row of a version that kept no JSON shows its English text."""
    try:
        return recalled(text, None if plain is None else json.loads(plain))
    except ValueError:
        return recalled(text, None)
