"""What happened, as a template and its values, until somebody reads it.

A :class:`Message` is made where something happens and rendered where it is shown: log, JSON and command line take its
English with ``str``, the window renders it in the language spoken there (``services.i18n``). It travels in errors,
events and the ledger.

A template is a literal, so that tools find it for translators. Its places have names and may have a format, such as
``{count:,}``; a template of places alone needs no translation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any, TypeAlias

#: Translates a template; answers with the template itself where it has no translation.
Translate: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence, or part of one, in any language: ``Message("{count:,} candles are missing.", count=12)``.

    Attributes:
        template: English, with a named place for each value. Without values it is taken as it is.
        values: Names and values, in the order given. A value that is a message is translated with it; a tuple is
            rendered as a list with commas.
    """

    template: str
    values: tuple[tuple[str, Value], ...]

    def __init__(self, template: str, /, **values: Value) -> None:
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "values", tuple(values.items()))

    def __str__(self) -> str:
        """In English."""
        return self.render(str)

    def __bool__(self) -> bool:
        """False where there is nothing to say."""
        return bool(self.template)

    def render(self, translate: Translate) -> str:
        """The sentence, in the language of ``translate``."""
        template = translate(self.template) if self.template else ""
        if not self.values:
            return template
        return template.format(**{name: _rendered(value, translate) for name, value in self.values})


@dataclass(frozen=True, slots=True)
class Clause:
    """A message within a sentence of another one: rendered without its own full stop."""

    message: Message


#: What stands in the place of a template.
Value: TypeAlias = "str | int | float | Message | Clause | tuple[Value, ...]"

#: Nothing to say.
NOTHING = Message("")


def verbatim(text: str) -> Message:
    """A text that is not ours to translate, such as words of the system or of an older version."""
    return Message("{text}", text=text) if text else NOTHING


def message_of(text: str | Message, values: Mapping[str, Value]) -> Message:
    """A message as it is; a template with those of the values that it has places for."""
    if isinstance(text, Message):
        return text
    places = {name for _, name, _, _ in Formatter().parse(text) if name} if values else set()
    return Message(text, **{name: value for name, value in values.items() if name in places})


def sentences(*parts: Message, between: str = " ") -> Message:
    """One sentence after another; those that say nothing are left out."""
    said = [part for part in parts if part]
    if len(said) < 2:
        return said[0] if said else NOTHING
    names = [f"part{number}" for number in range(len(said))]
    return Message(between.join(f"{{{name}}}" for name in names), **dict(zip(names, said, strict=True)))


def to_plain(message: Message) -> dict[str, Any]:
    """The message as JSON has it."""
    return {"template": message.template, "values": {name: _plain(value) for name, value in message.values}}


def from_plain(plain: Any) -> Message:
    """The message that :func:`to_plain` made.

    Raises:
        ValueError: it is none, or its template does not fit its values.
    """
    try:
        message = Message(plain["template"], **{name: _value(value) for name, value in plain["values"].items()})
        str(message)
    except (TypeError, KeyError, AttributeError, IndexError, ValueError) as error:
        raise ValueError(f"no message: {plain!r:.80}") from error
    return message


def recalled(text: str, plain: Any) -> Message:
    """The message that :func:`to_plain` made; where that is absent or broken, its English text as it is."""
    try:
        return from_plain(plain)
    except ValueError:
        return verbatim(text)


def holds(whole: Message, part: Message) -> bool:
    """Whether a message is another one, or has it among its values."""
    return whole == part or any(isinstance(value, Message) and holds(value, part) for _, value in whole.values)


def _rendered(value: Value, translate: Translate) -> object:
    if isinstance(value, Clause):
        return value.message.render(translate).rstrip().removesuffix(".")
    if isinstance(value, tuple):
        return ", ".join(str(_rendered(each, translate)) for each in value)
    return value.render(translate) if isinstance(value, Message) else value


def _plain(value: Value) -> Any:
    if isinstance(value, Clause):
        return {"clause": to_plain(value.message)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return to_plain(value) if isinstance(value, Message) else value


def _value(plain: Any) -> Value:
    if isinstance(plain, list):
        return tuple(_value(each) for each in plain)
    if isinstance(plain, dict):
        return Clause(from_plain(plain["clause"])) if "clause" in plain else from_plain(plain)
    if not isinstance(plain, str | int | float):
        raise TypeError(f"{plain!r:.40} is no value")
    return plain
