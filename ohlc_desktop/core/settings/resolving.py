"""Which settings are in force: what the environment, ``.env`` and ``settings.toml`` say, strongest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ohlc_desktop.core.errors import SettingsError
from ohlc_desktop.core.messages import Clause, Message
from ohlc_desktop.core.settings.declarations import DECLARATIONS, Declaration, Origin, Settings
from ohlc_desktop.core.settings.kinds import Unusable


def declaration_of(key: str) -> Declaration:
    """The declaration of a setting.

    Raises:
        SettingsError: there is no such setting.
    """
    for declaration in DECLARATIONS:
        if declaration.key == key:
            return declaration
    raise _unknown(key)


def resolve(environment: Mapping[str, str], dotenv: Mapping[str, str | None], file: Mapping[str, object]) -> Settings:
    """The settings in force.

    Args:
        environment: Environment variables.
        dotenv: Variables of the profile's ``.env``.
        file: Top level of ``settings.toml``.

    Raises:
        SettingsError: a value cannot be used, or ``settings.toml`` has a key that is no setting.
    """
    _refuse_unknown(file)
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for declaration in DECLARATIONS:
        for origin, source, name in (
            (Origin.ENVIRONMENT, environment, declaration.variable),
            (Origin.DOTENV, dotenv, declaration.variable),
            (Origin.FILE, file, declaration.key),
        ):
            raw = source.get(name)
            if raw not in (None, ""):
                values[declaration.key] = _parsed(declaration, raw, name, origin)
                origins[declaration.key] = origin
                break
    return Settings(**values, origins=origins)


def _parsed(declaration: Declaration, raw: object, name: str, origin: Origin) -> Any:
    try:
        return declaration.kind.parse(raw)
    except Unusable as error:
        shown = "***" if declaration.secret else str(raw)
        raise SettingsError(
            "{name}={shown} (from {origin}) cannot be used: {reason}.",
            "Nothing was changed.",
            "Correct or remove {name} in {origin}.",
            name=name,
            shown=shown,
            origin=Message("environment") if origin is Origin.ENVIRONMENT else origin.value,
            reason=Clause(error.message),
        ) from None


def _refuse_unknown(file: Mapping[str, object]) -> None:
    unknown = sorted(set(file) - _known())
    if unknown:
        raise _unknown(unknown[0])


def _known() -> set[str]:
    return {f.name for f in fields(Settings)} - {"origins"}


def _unknown(key: str) -> SettingsError:
    return SettingsError(
        "settings.toml has no setting called {key}.",
        "Nothing was changed.",
        "Remove the line, or use one of: {names}.",
        key=key,
        names=", ".join(sorted(_known())),
    )
