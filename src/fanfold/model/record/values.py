"""Values of the model as JSON and back, led by the types of the dataclasses.

A dataclass is an object without its absent keys, a tuple a list, a `PartialDate` its
text, a `Standing` its word, any other enum its value. Unknown keys of an object are
passed over, so that a later Fanfold may add some.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from fanfold.errors import RecordError
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Standing
from fanfold.model.saying import SAID

Json = dict[str, Any]
Decoder = Callable[[Any, str], Any]

#: Types whose values JSON holds as they are.
_PLAIN = frozenset((str, int, float, bool, type(None)))
#: Fields that say where bytes lie on this machine: no part of any record.
_LOCAL = (Path, Path | None)


def encode(value: Any) -> Any:
    """Return the JSON form of any value of the model."""
    # Nine of ten, told by what they are exactly; the rest by what they are also.
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [encode(each) for each in value]
    if isinstance(value, bool | int | float):
        return value.word if isinstance(value, Standing) else value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return [encode(each) for each in value]
    if isinstance(value, PartialDate):
        return value.text
    if isinstance(value, dict):
        return {key: encode(each) for key, each in value.items()}
    return encode_object(value)


def encode_object(value: Any, *, leave: tuple[str, ...] = ()) -> Json:
    """Return a dataclass as an object; what has its default is left out.

    leave: names of fields that the caller writes in its own way.
    """
    made: Json = {}
    kind: Any = type(value)
    for name, default in _layout(kind):
        if name in leave:
            continue
        each = getattr(value, name)
        # Most are absent, and that is the same object each time.
        if each is not default and each != default:
            made[name] = encode(each)
    return made


def decoder(kind: Any) -> Decoder:
    """Return the function that makes a value of the type `kind` out of JSON.

    It takes the JSON and the key it stands under, and raises RecordError, which
    names that key, where the JSON has another shape.
    """
    return _decoder(kind)


def decode_object(kind: Any, value: Any, key: str, **given: Any) -> Any:
    """Return a dataclass out of an object. given: fields decoded by the caller."""
    if not isinstance(value, dict):
        raise _wrong(key, "an object", value)
    arguments = dict(given)
    for name, read, required in _reading(kind):
        if name in given:
            continue
        if value.get(name) is not None:
            arguments[name] = read(value[name], f"{key}.{name}" if key else name)
        elif required:
            raise RecordError(f"the key {key + '.' if key else ''}{name} is missing")
    return kind(**arguments)


def hints(kind: Any) -> dict[str, Any]:
    """Return the types of a dataclass's fields, by name."""
    return _hints(kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _layout(kind: Any) -> tuple[tuple[str, Any], ...]:
    types_of = _hints(kind)
    return tuple(
        (each.name, _left_out(each))
        for each in fields(kind)
        if types_of[each.name] not in _LOCAL
    )


def _left_out(each: Field[Any]) -> Any:
    """Return the value that need not be written; MISSING, which nothing is, for a
    field whose default says something (`fanfold.model.saying`)."""
    if SAID in each.metadata:
        return MISSING
    return {} if each.default_factory is dict else each.default


@cache
def _reading(kind: Any) -> tuple[tuple[str, Decoder, bool], ...]:
    types_of = _hints(kind)
    return tuple(
        (
            each.name,
            _decoder(types_of[each.name]),
            each.default is MISSING and each.default_factory is MISSING,
        )
        for each in fields(kind)
        if types_of[each.name] not in _LOCAL
    )


@cache
def _decoder(kind: Any) -> Decoder:
    if get_origin(kind) in (Union, types.UnionType):
        (inner,) = (each for each in get_args(kind) if each is not type(None))
        return _decoder(inner)
    if get_origin(kind) is tuple:
        return _tuple_decoder(_decoder(get_args(kind)[0]))
    if kind in (str, int, float, bool):
        return _plain_decoder(kind)
    if kind is PartialDate:
        return _date
    if kind is Standing:
        return _standing
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_decoder(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return lambda value, key: decode_object(kind, value, key)
    if get_origin(kind) is dict:
        return _plain_decoder(dict)
    return lambda value, _key: _frozen(value)


def _tuple_decoder(inner: Decoder) -> Decoder:
    def decode(value: Any, key: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _wrong(key, "a list", value)
        return tuple(inner(each, f"{key}[{at}]") for at, each in enumerate(value))

    return decode


def _plain_decoder(kind: type[Any]) -> Decoder:
    def decode(value: Any, key: str) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        # bool is an int to Python, not to a record.
        if type(value) is not kind:
            raise _wrong(key, _WORDS[kind], value)
        return value

    return decode


def _enum_decoder(kind: type[Enum]) -> Decoder:
    known = {each.value: each for each in kind}

    def decode(value: Any, key: str) -> Enum:
        if not isinstance(value, str) or value not in known:
            raise _wrong(key, "one of " + ", ".join(map(str, known)), value)
        return known[value]

    return decode


def _date(value: Any, key: str) -> PartialDate:
    try:
        return PartialDate(_plain_decoder(str)(value, key))
    except ValueError:
        raise _wrong(key, "a date such as 2004-05-06", value) from None


def _standing(value: Any, key: str) -> Standing:
    for standing in Standing:
        if standing.word == value:
            return standing
    raise _wrong(key, "guessed, labelled, recorded or decided", value)


def _frozen(value: Any) -> Any:
    """Return free JSON with tuples for lists, as the frozen model holds it."""
    if isinstance(value, list):
        return tuple(_frozen(each) for each in value)
    return value


_WORDS: dict[type[Any], str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "an object",
}


def _wrong(key: str, wanted: str, found: Any) -> RecordError:
    shown = repr(found)
    shown = shown if len(shown) <= 40 else shown[:40] + "…"
    return RecordError(f"the key {key or '(top)'} should hold {wanted}, not {shown}")
