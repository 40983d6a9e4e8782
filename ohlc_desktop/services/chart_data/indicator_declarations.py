"""Whether what a plug-in declares can be used: checked once, when it is loaded, so that nothing else has to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from keyword import iskeyword

from ohlc_desktop.core.chart.indicators import LAST_STAMP, IndicatorKind
from ohlc_desktop.core.errors import Unfit
from ohlc_desktop.core.messages import Message
from ohlc_desktop.indicators import CustomIndicator, Line, LineStyle, Parameter, ParameterKind, Place

#: What a number can be at most: what fields for whole numbers hold, what a double tells apart, and what is a date.
_REACH = {
    ParameterKind.INT: (-(2**31), 2**31 - 1),
    ParameterKind.FLOAT: (-1e15, 1e15),
    ParameterKind.TIME: (0, LAST_STAMP),
}


def declared(name: str, given: object) -> IndicatorKind:
    """The kind that a plug-in declares.

    Args:
        name: What it is called in the registry and in stored charts.
        given: Of the plug-in; a :class:`CustomIndicator`, it is hoped.

    Raises:
        Unfit: it is none, or one that cannot be used; its message says why.
    """
    if not isinstance(given, CustomIndicator):
        raise Unfit(Message("It is no CustomIndicator."))
    fault = next(_faults(given), None)
    if fault is not None:
        raise Unfit(fault)
    return IndicatorKind(
        name, given.short, given.title, given.place, tuple(given.parameters), tuple(given.lines), None,
        levels=tuple(given.levels), whole=given.function,
    )  # fmt: skip


def _faults(given: CustomIndicator) -> Iterator[Message]:
    """What is wrong; each check relies on those before it having found nothing."""
    if not (_is_text(given.title) and _is_text(given.short)):
        yield Message("Its title and its label must be texts.")
    if not callable(given.function):
        yield Message("Its function cannot be called.")
    if not isinstance(given.place, Place):
        yield Message("Its place must be a Place.")
    if not (_holds(given.parameters, Parameter) and _holds(given.lines, Line)):
        yield Message("Its parameters must be Parameters, and its lines Lines.")
    if not (_holds(given.levels, object) and all(_is_number(level, ParameterKind.FLOAT) for level in given.levels)):
        yield Message("Its levels must be numbers.")
    yield from chain(_unusable_keys(given.parameters), _unusable_keys(given.lines))
    yield from chain.from_iterable(map(_faults_of_parameter, given.parameters))
    yield from _faults_of_lines(given)


def _unusable_keys(declared: tuple[Parameter, ...] | tuple[Line, ...]) -> Iterator[Message]:
    """Parameters are passed by their keys, so those are names."""
    seen: set[str] = set()
    for key in (each.key for each in declared):
        if not isinstance(key, str) or not key.isidentifier() or iskeyword(key):
            yield Message("The key '{key}' is no name in Python.", key=str(key))
        if key in seen:
            yield Message("The key '{key}' is there twice.", key=str(key))
        seen.add(key)


def _faults_of_parameter(parameter: Parameter) -> Iterator[Message]:
    key, kind, default, choices = parameter.key, parameter.kind, parameter.default, parameter.choices
    if not _is_text(parameter.title) or not isinstance(kind, ParameterKind):
        yield Message("The parameter '{key}' must have a title and a ParameterKind.", key=str(key))
    if kind is ParameterKind.CHOICE:
        if not (isinstance(choices, tuple | list) and all(map(_is_text, choices)) and default in choices):
            yield Message("The choices of '{key}' must be texts, and its default one of them.", key=str(key))
        return
    smallest, largest = parameter.smallest, parameter.largest
    if not all(_is_number(number, kind) for number in (default, smallest, largest)):
        yield Message("The default and the limits of '{key}' must be numbers of its kind.", key=str(key))
    elif not smallest <= float(default) <= largest:
        yield Message("The default of '{key}' must be within its limits.", key=str(key))


def _faults_of_lines(given: CustomIndicator) -> Iterator[Message]:
    for line in given.lines:
        if not _is_text(line.title) or not isinstance(line.style, LineStyle) or type(line.pair) is not int:
            yield Message(
                "The line '{key}' must have a title, a LineStyle and a whole number as its pair.", key=str(line.key)
            )
    if all(line.pair for line in given.lines):
        yield Message("It must have a line that is always drawn.")
    counts = any(each.key == "bands" and each.kind is ParameterKind.INT for each in given.parameters)
    if not counts and any(line.pair for line in given.lines):
        yield Message("Lines in pairs need a parameter 'bands' of whole numbers.")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _holds(values: object, kind: type) -> bool:
    return isinstance(values, tuple | list) and all(isinstance(value, kind) for value in values)


def _is_number(value: object, kind: ParameterKind) -> bool:
    """Whether it is a number of that kind which forms and dates can hold; NaN is none."""
    least, most = _REACH[kind]
    types = int | float if kind is ParameterKind.FLOAT else int
    return isinstance(value, types) and not isinstance(value, bool) and least <= value <= most
