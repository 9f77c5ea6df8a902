"""kill -9 at every step of asking, approving and sending: nothing lost, nothing twice.

    python -m tests.proof.kills [how many, default 240]

Prints a line a kill that went wrong and a table at the end; exits with 1 where one did.
"""

import random
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.lives import life, lives
from tests.fakes.smtp import SmtpServer

SEED = 20261123


def main(kills: int) -> int:
    """Kill so often: once at every step, then at random ones in several lives."""
    chance = random.Random(SEED)
    with TemporaryDirectory() as name:
        folder = Path(name)
        with SmtpServer(folder, users={"me@example.org": "secret"}) as server:
            steps = life(folder / "first", server)
            assert steps is not None
            plans: list[tuple[int, ...]] = [(last,) for last in range(1, steps)]
            while sum(map(len, plans)) < kills:
                plans.append(tuple(chance.randrange(1, steps) for _ in range(3)))
            return tell(folder, server, plans[:kills], steps)


def tell(folder: Path, server: SmtpServer, plans: list[tuple[int, ...]], steps: int) -> int:
    """Carry the plans out and print what came of them; return the exit code."""
    ends: Counter[str] = Counter()
    for number, deaths in enumerate(plans):
        left = lives(folder / f"{number}", server, *deaths)
        ends[left.states[0].value if left.right else "WRONG"] += 1
        if not left.right:
            print(f"killed before {deaths}: {left}")
    print(f"steps {steps}, kills {sum(map(len, plans))}")
    for end, count in sorted(ends.items()):
        print(f"{end:<8} {count:>5}")
    return 1 if ends["WRONG"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 240))
