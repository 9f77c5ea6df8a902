"""The terminal as a module, for launchers that want one: `torchrun ... -m assistant.cli train`."""

import sys

from assistant.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
