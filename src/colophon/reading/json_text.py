"""JSON to plain values, and nothing lost on the way: equal keys, digits, half characters."""

from __future__ import annotations

import json as json_module
from collections import Counter
from typing import TYPE_CHECKING

from colophon.errors import ReadingError
from colophon.quantities import number
from colophon.reading.texts import Text, decode, refuse_surrogates

if TYPE_CHECKING:
    from colophon.reading.texts import Plain


def json(data: bytes, name: str) -> Text:
    """Read one JSON document; numbers with a fraction become `Decimal`.

    `Infinity` and `NaN`, which are not JSON and which programs write all the same, become words.

    Raises:
        ReadingError: not UTF-8, not JSON, equal keys, a lone surrogate, a number not meant.
    """

    def unique(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
        result = dict(pairs)
        if len(result) < len(pairs):
            times = Counter(key for key, _ in pairs)
            twice = next(key for key in times if times[key] > 1)
            raise ReadingError(
                f"the key `{twice}` stands twice in one object",
                place=name,
                remedy="Keep one of the two.",
            )
        return result

    def whole(digits: str) -> int:
        return int(number(digits, place=name))

    try:
        value = json_module.loads(
            decode(data, name),
            object_pairs_hook=unique,
            parse_float=lambda text: number(text, place=name),
            parse_int=whole,
            parse_constant=str,
        )
        refuse_surrogates(value, name)
    except json_module.JSONDecodeError as error:
        raise ReadingError(
            f"not JSON: {error.msg[0].lower()}{error.msg[1:]}",
            place=f"{name}:{error.lineno}",
            remedy="Mend the line, or write the file anew with the program that made it.",
        ) from None
    except RecursionError:
        raise ReadingError(
            "nested deeper than any such file is", place=name, remedy="Write the file anew."
        ) from None
    return Text(name, value)
