"""Which engine runs a model, decided by its configuration before any numeric library is loaded."""

import os
from pathlib import Path

from assistant.llm.adapters import WEIGHTS
from assistant.llm.installed import sha256_of
from assistant.llm.light import import_torch
from assistant.llm.local import LocalModel
from assistant.llm.network import Network
from assistant.llm.precision import BF16, is_lean, read_choice
from assistant.llm.prefixes import Prefixes
from assistant.llm.process import PREFIXES

_LOADERS = 4  # threads


def open_model(
    name: str, folder: Path, encoder: Path, threads: int, adapter: tuple[Path, str] | None
) -> LocalModel:
    """Load the model in `folder`; `adapter` is its folder and the prompt it was trained with.

    Raises ModelDamaged.
    """
    trained = adapter[0] if adapter else None
    chosen = read_choice(folder)
    precision = chosen.precision if chosen else BF16
    if is_lean(folder):
        networks = _lean(folder, trained, threads, precision)
    else:
        networks = _hub(folder, trained, threads)
    engine = f"{name} {_engine(networks[0])} {precision}"
    _keep_prefixes(networks, engine, folder.parent, trained)
    if adapter is None:
        from assistant.llm.native import NativeModel

        return NativeModel(name, folder, encoder, networks[0])
    from assistant.llm.tuned import TunedModel

    return TunedModel(name, folder, encoder, networks, adapter[1])


def _lean(
    folder: Path, adapter: Path | None, threads: int, precision: str
) -> tuple[Network, Network]:
    import_torch()
    import torch

    from assistant.llm.lean_network import open_lean

    # Loading is few large operations: it may take every processor for its half second.
    torch.set_num_threads(max(threads, min(_LOADERS, os.cpu_count() or 1)))
    stock = open_lean(folder, adapter, precision)
    torch.set_num_threads(threads)
    return stock, stock.adapted()


def _hub(folder: Path, adapter: Path | None, threads: int) -> tuple[Network, Network]:
    import torch

    from assistant.llm.hub_network import HubNetwork

    torch.set_num_threads(threads)
    stock = HubNetwork(folder)
    return stock, HubNetwork(folder, adapter) if adapter else stock


def _keep_prefixes(
    networks: tuple[Network, Network], identity: str, models: Path, adapter: Path | None
) -> None:
    stock, tuned = networks
    stock.prefixes = Prefixes(models / PREFIXES, identity)
    if adapter is not None:
        digest = sha256_of(adapter / WEIGHTS)
        tuned.prefixes = Prefixes(models / PREFIXES, f"{identity} {digest}")


def _engine(network: Network) -> str:
    """Return what else keys and values depend on: who computed them, and with what."""
    import torch

    return f"{type(network).__name__} {torch.__version__}"
