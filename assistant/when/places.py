"""Places to time zones: "Tokyo", "纽约", "New York time", "Europe/Berlin"."""

import re
from datetime import tzinfo
from functools import cache
from zoneinfo import available_timezones

from assistant.when.rulefiles import rules
from assistant.when.zones import IANA, Zone, iana

_AROUND = re.compile(r"\b(?:in|the|local|time|zone|over)\b|的|当地|时间|那边|那里", re.IGNORECASE)


def zone_of(place: str) -> tzinfo | None:
    """Return the zone of the clocks at `place`, None where it is not known."""
    said = place.strip().casefold()
    if IANA.fullmatch(said):
        found = iana(said)
        return found.tzinfo() if found else None
    known = _places()
    bare = " ".join(_AROUND.sub(" ", said).split())
    zone = known.get(said) or known.get(bare)
    return zone.tzinfo() if zone else None


@cache
def _places() -> dict[str, Zone]:
    """Return the zones by every name we have for them; the names of the IANA cities come last."""
    table = rules("zones.toml")
    found = {name: Zone(offset=round(hours * 60)) for name, hours in table["offsets"].items()}
    for kind in ("names", "places"):
        for key, words in table[kind].items():
            found.update(dict.fromkeys(words, Zone(key)))
    for key in available_timezones():
        region, _, city = key.rpartition("/")
        if region and region != "Etc":
            found.setdefault(city.replace("_", " ").casefold(), Zone(key))
    return found
