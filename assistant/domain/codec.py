"""Records to plain JSON values and back: the one format for database, cards, journal and pipes.

Aware moments are written with their zone, "2026-12-01T12:00:00+01:00[Europe/Berlin]" (RFC 9557),
so that a repeat keeps its wall time. A union is tagged by the class name under "type".
"""

import base64
import json
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from cattrs import Converter
from cattrs.strategies import configure_tagged_union

from assistant.domain.changes import Change, Record
from assistant.domain.labels import Labels

T = TypeVar("T")


def write_moment(moment: datetime | date) -> str:
    """Return ISO 8601, with the IANA zone in brackets where the moment has one (RFC 9557)."""
    key = getattr(getattr(moment, "tzinfo", None), "key", None)
    return f"{moment.isoformat()}[{key}]" if key else moment.isoformat()


def read_moment(text: str) -> datetime | date:
    """Return what `write_moment` wrote: a date, a naive or an aware datetime."""
    stamp, _, zone = text.partition("[")
    if len(stamp) == len("2026-12-01"):
        return date.fromisoformat(stamp)
    moment = datetime.fromisoformat(stamp)
    return moment.astimezone(ZoneInfo(zone.rstrip("]"))) if zone else moment


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=False, prefer_attrib_converters=True)
    converter.register_unstructure_hook(datetime, write_moment)
    converter.register_unstructure_hook(date, write_moment)
    converter.register_unstructure_hook(datetime | date, write_moment)
    converter.register_structure_hook(datetime, lambda text, _: read_moment(text))
    converter.register_structure_hook(date, lambda text, _: read_moment(text))
    converter.register_structure_hook(datetime | date, lambda text, _: read_moment(text))
    converter.register_unstructure_hook(
        datetime | date | None, lambda one: one and write_moment(one)
    )
    converter.register_structure_hook(
        datetime | date | None, lambda text, _: read_moment(text) if text else None
    )
    converter.register_unstructure_hook(bytes, lambda data: base64.b64encode(data).decode())
    converter.register_structure_hook(bytes, lambda text, _: base64.b64decode(text))
    said = str | bool | tuple[str, ...]
    converter.register_structure_hook(
        said, lambda value, _: tuple(value) if isinstance(value, list) else value
    )
    converter.register_unstructure_hook(
        said, lambda value: list(value) if isinstance(value, tuple) else value
    )
    converter.register_unstructure_hook_func(
        lambda kind: kind == Labels,
        lambda found: [converter.unstructure(one) for one in sorted(found)],
    )
    configure_tagged_union(Record, converter, tag_name="type")
    configure_tagged_union(Change, converter, tag_name="type")
    return converter


def encode(value: object, kind: object = None) -> Any:  # noqa: ANN401 - JSON
    """Return `value` as plain JSON values; `kind` names the union it is a member of, if any."""
    return _converter().unstructure(value, kind or type(value))


def decode(data: object, kind: type[T]) -> T:
    """Return the `kind` that `encode` wrote; raises a cattrs error for anything else."""
    return _converter().structure(data, kind)


def dumps(value: object, kind: object = None) -> str:
    """Return `encode(value)` as JSON with sorted keys: equal values give equal bytes."""
    return json.dumps(encode(value, kind), ensure_ascii=False, sort_keys=True)


def loads(text: str, kind: type[T]) -> T:
    """Return what `dumps` wrote."""
    return decode(json.loads(text), kind)
