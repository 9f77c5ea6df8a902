"""10,000 malformed outputs of models: no effect, one plain sentence each, everything lives on.

python -m tests.proof.outputs [NUMBER] [SEED]
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chaos.malformed import run

SEED = 20261130


def main(wanted: int, seed: int) -> int:
    """Run and print what came of it; 1 where anything happened that may not."""
    with TemporaryDirectory() as name:
        found = run(Path(name) / "home", wanted, seed)
    print(f"outputs {sum(found.said.values())}, turns {found.turns}, seed {seed}")
    for kind, count in sorted(found.said.items()):
        print(f"  {kind:<18} {count:>6}")
    for end, count in sorted(found.ends.items()):
        print(f"turns that ended {end:<10} {count:>6}")
    for fault in found.faults:
        print(f"WRONG: {fault}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*[*numbers, *(10_000, SEED)[len(numbers) :]]))
