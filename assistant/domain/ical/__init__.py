"""Calendar files (RFC 5545) to records and back; what is not understood is kept as it was read."""

from assistant.domain.ical.reading import Aside, Found, read_file
from assistant.domain.ical.writing import write_file

__all__ = ["Aside", "Found", "read_file", "write_file"]
