"""kill -9 while letters leave, to a server that loses one in ten of its last replies.

    python -m tests.proof.sends [how many, default 1000]

Each run is a home of its own: somebody asks, approves and sends, is killed before a random step
(an event, a transaction, bytes sent or read), and starts again until the letter is sent or its
fate is unknown. The server (aiosmtpd, real TLS) takes every letter and hangs up instead of its last
reply in one case of ten. Then the letter has arrived once where it is SENT, at most once where
it is UNKNOWN, and nothing may be lost or made twice.
"""

import multiprocessing
import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.lives import Left, lives
from tests.fakes.smtp import SmtpServer
from tests.proof.rows import Row, report

SEED, LOST = 20261201, 0.1
_FORK = multiprocessing.get_context("forkserver")  # imports once, forks before any thread


def live(home: str, port: str, ca_file: str, last: str, told: str) -> None:
    """Live in this process; write down how many steps there were."""
    from tests.chaos import person

    count = person.live_counted(home, port, ca_file, last)
    Path(told).write_text(str(count), "utf-8")


def life(home: Path, server: SmtpServer, last: int = 0) -> int | None:
    """Return how many steps a life had, or None where it was cut off before step `last`."""
    told = home.with_suffix(".steps")
    words = (str(home), str(server.port), str(server.ca_file), str(last), str(told))
    process = _FORK.Process(target=live, args=words)
    process.start()
    process.join(300)
    code = process.exitcode
    process.close()
    if code == -9:
        return None
    assert code == 0, f"a life ended with {code}"
    return int(told.read_text("utf-8"))


def run(kills: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Kill so often; return how the letters ended, and what was wrong."""
    chance = random.Random(SEED)
    ends: Counter[str] = Counter()
    wrong: list[str] = []
    with SmtpServer(folder, users={"me@example.org": "secret"}) as server:
        steps = life(folder / "first", server)
        assert steps is not None
        server.lose(LOST, random.Random(SEED))
        for number in range(kills):
            death = chance.randrange(1, steps)
            left: Left = lives(folder / f"{number}", server, death, life=life)
            ends[left.states[0].value if left.states else "none"] += 1
            if not left.right:
                wrong.append(f"killed before step {death}: {left}")
                print(wrong[-1], flush=True)
            if number % 50 == 49:
                print(f"{number + 1} killed, {dict(ends)}", flush=True)
    ends["replies lost"] = server.lost
    return ends, wrong


def main(kills: int) -> int:
    """Run and report."""
    _FORK.set_forkserver_preload(["tests.chaos.person", "assistant.app", "aiosmtpd.smtp"])
    with TemporaryDirectory() as name:
        ends, wrong = run(kills, Path(name))
    how = (
        f"{kills:,} kill -9 at random steps, {ends['replies lost']} last replies lost: "
        f"{ends['sent']} SENT, {ends['unknown']} UNKNOWN"
    )
    number = f"{len(wrong)} lost or twice"
    enough = kills >= 1_000
    reason = wrong[0] if wrong else "" if enough else f"{kills} of the 1,000 kills were run"
    row = Row("mail: never lost, never twice", how, number, enough and not wrong, reason)
    return report(row)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
