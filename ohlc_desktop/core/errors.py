"""Errors that a person reads.

Every error of ours carries three sentences: *title* (what happened), *message* (what it means for the
data) and *hint* (what to do next). Modules raise them; only the command line and the windows show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ohlc_desktop.core.messages import Message, Value, message_of, sentences

#: Of the message of an error that is not ours so many characters are shown.
_LONGEST = 200


class OhlcError(Exception):
    """An expected failure with a title, a message and a hint: ``StoreError("{path} is damaged.", path=path)``.

    Each is a template for the values, or a message as it is; ``str`` is all three in English.

    Attributes:
        title: What happened, one sentence.
        message: What it means for the data; may be empty.
        hint: What to do next; may be empty.
        exit_code: The exit code of a command that ends because of it.
    """

    exit_code = 2

    def __init__(
        self, title: str | Message, message: str | Message = "", hint: str | Message = "", **values: Value
    ) -> None:
        self.title, self.message, self.hint = (message_of(text, values) for text in (title, message, hint))
        super().__init__(str(self.title))

    def __str__(self) -> str:
        return str(self.text)

    @property
    def text(self) -> Message:
        """All three, one after another."""
        return sentences(self.title, self.message, self.hint)


class UsageError(OhlcError):
    """A wrong argument on the command line."""


class SettingsError(OhlcError):
    """A setting whose value cannot be used, with its name and where it came from."""


class UnknownInstrument(OhlcError):
    """A name that is no instrument; the hint names the nearest known ones."""


class ProfileError(OhlcError):
    """The data folder cannot be used."""


class StoreError(OhlcError):
    """The database cannot be opened, read or written."""


class StoreBusy(StoreError):
    """Another program holds the database locked."""


class DiskFull(StoreError):
    """No space is left for the database; the transaction was rolled back."""


class NewerSchema(StoreError):
    """The file was written by a newer version of the app and is left alone."""


class CorruptStore(StoreError):
    """The file is damaged or not a database; it is left as it is."""


class OtherStore(StoreError):
    """A backup was put in the place of the database after something was read from it that is to be written back."""


class ImportRunning(OhlcError):
    """Another process imports into this profile."""

    exit_code = 4


class RedisRequired(OhlcError):
    """REDIS_REQUIRED is set and Redis cannot be used."""


class UnexpectedFault(OhlcError):
    """A fault of ours."""

    exit_code = 70


def bare(reason: object) -> str:
    """A reason from elsewhere without its own full stop, to be put into a sentence that has one.

    Of an error of the system it is the system's words, without its number and the file, which the sentence names. For a
    message of ours see :class:`~ohlc_desktop.core.messages.Clause`.
    """
    words = reason.strerror if isinstance(reason, OSError) and reason.strerror else reason
    return str(words).strip().rstrip(".").rstrip()


class Unfit(ValueError):
    """What a plug-in declares or returns is of no use; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def problem_of(error: BaseException) -> Message:
    """What went wrong, one sentence on one line; nothing is raised, whatever the error is."""
    if isinstance(error, Unfit):
        return error.message
    name = "Exception"
    try:
        name = type(error).__name__
        words = " ".join(str(error).encode("utf-8", "replace").decode("utf-8").split())
    except BaseException:  # noqa: BLE001  # the error is of the plug-in's making
        words = ""
    reason = bare(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")
    return Message("It failed with {name}: {reason}." if words else "It failed with {name}.", name=name, reason=reason)


def unexpected(error: BaseException, logs: object = None) -> UnexpectedFault:
    """What to tell a person of an exception that nothing was prepared for; its name is in the log and in the report."""
    said = bare(str(error))
    return UnexpectedFault(
        "Unexpected fault: {said}." if said else "Unexpected fault.",
        "What had been stored is whole and stays.",
        "The details are in {logs}. Please report it, then try again." if logs else "Please report it, then try again.",
        said=said, logs=str(logs),
    )  # fmt: skip


@contextmanager
def readable(path: Path, title: Message) -> Iterator[None]:
    """Tell what is wrong with a file that ships with the program; ``title`` says what cannot be done without it.

    Raises:
        SettingsError: the file cannot be read, or something in it is missing or impossible.
    """
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError) as error:
        reason = f"{error} is missing or unknown" if isinstance(error, KeyError) else str(error)
        raise SettingsError(
            title, "{path}: {reason}.", "Install the program again.", path=str(path), reason=bare(reason)
        ) from error


class Interruption(Exception):
    """A request is not made after all; no fault of the feed, and never turned into one."""


class Cancelled(Interruption):
    """The user cancelled; what was complete is kept."""


class Deferred(Interruption):
    """The request is left for the next run; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message
