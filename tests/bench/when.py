"""How fast words become moments, in processor time: other work on the machine counts little."""

import statistics
import subprocess
import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.when import find, resolve
from assistant.when.parse import parse

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)
PHRASES = (
    "tomorrow at 3pm for an hour", "next Tuesday at noon", "every weekday at 9", "in 45 minutes",
    "third Thursday of January", "last working day of the month", "half past four", "mid-March",
    "from July 3 to 5", "the week of December 9th", "three days after Christmas", "3pm Tokyo time",
    "Friday 9:30-11:00", "every 3 hours between 9 and 17", "2026-12-24", "since May", "by EOM",
    "first Monday of each month until June", "the second closest Monday to October 5th",
    "下周二中午", "明天下午三点一刻", "每个工作日早上九点", "每隔两周的周三", "十月的第一个星期一",
    "半小时后", "农历八月十五", "从两点到四点", "2027年3月8日晚上七点半", "下个月上旬",
    "每年农历八月十五", "差五分八点",
)  # fmt: skip
LETTER = (
    "Dear Anna, thank you for the notes on the draft {n}. We went through all of the open points "
    "and I think that chapter {n} can stay as it is. Could we meet on {day} at {h}pm to talk about "
    "the figures? The room is free for an hour. 我们把第{n}章看完了,{d}月{h}日下午三点能见面吗? "
    "If that does not suit you, any morning of the following week is fine as well; the printer "
    "needs the files in the usual form, with the pictures beside the text, and the cover apart. "
)
"""Some 500 bytes with four phrases of time, which differ from letter to letter."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
IMPORT = "import time; t=time.process_time(); import assistant.when; print(time.process_time()-t)"


def rows() -> list[tuple[str, float | str, str, str]]:
    """Milliseconds a phrase, for a page of text, to import and to read the rules."""
    imported = min(_run(IMPORT) for _ in range(5))
    first = _phrase("every day")
    took = sorted(_phrase(phrase) for _ in range(20) for phrase in PHRASES)
    letters = "".join(
        LETTER.format(n=n, day=DAYS[n % 5], h=n % 11 + 1, d=n % 12 + 1) for n in range(250)
    )
    text = letters.encode()[:100_000].decode("utf-8", "ignore")
    page = min(_page(text) for _ in range(3))
    return [
        ("a phrase, median", statistics.median(took), "ms", "< 0.5"),
        ("a phrase, 99th percentile", took[int(len(took) * 0.99)], "ms", "< 3"),
        ("100 kB of letters scanned", page, "ms", "< 200"),
        ("import", imported, "ms", "< 50"),
        ("the first phrase, which reads the rules", first, "ms", ""),
    ]


def _run(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout) * 1000


def _phrase(phrase: str) -> float:
    """Milliseconds for a phrase that was not read before."""
    parse.cache_clear()
    began = time.process_time()
    resolve(phrase, NOW, ZONE)
    return (time.process_time() - began) * 1000


def _page(text: str) -> float:
    parse.cache_clear()
    began = time.process_time()
    find(text, NOW, ZONE)
    return (time.process_time() - began) * 1000


def main() -> None:
    """Print the rows."""
    for name, value, unit, goal in rows():
        shown = f"{value:.3f}" if isinstance(value, float) else value
        print(f"{name}: {shown} {unit} {goal}")


if __name__ == "__main__":
    main()
