"""What is made ready while the window already stands."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = """
import sys
from pathlib import Path
from assistant.app import build
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.skill.quick import read_line
from assistant.when.language import language
from assistant.when.rulefiles import rules
desk = build(find_paths(Path(sys.argv[1])), secrets=MemorySecrets())
assert language.cache_info().currsize == 0
desk.start()
desk.settle()
before = language.cache_info().misses, rules.cache_info().misses
assert before[0] == 1
assert read_line("lunch tomorrow at noon", desk.clock.now()).start is not None
assert read_line("明天中午吃饭", desk.clock.now()).start is not None
assert (language.cache_info().misses, rules.cache_info().misses) == before
assert "torch" not in sys.modules
desk.close()
"""


def test_the_rules_of_time_are_read_before_the_first_key(tmp_path: Path) -> None:
    line = [sys.executable, "-c", CODE, str(tmp_path)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
