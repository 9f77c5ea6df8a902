"""Which engine runs a model, decided by its configuration before any numeric library is loaded."""

import json
from pathlib import Path

from assistant.llm.adapters import WEIGHTS
from assistant.llm.installed import sha256_of
from assistant.llm.light import import_torch
from assistant.llm.local import LocalModel
from assistant.llm.network import Network
from assistant.llm.prefixes import Prefixes

_WEIGHTS = "model.safetensors"
_PREFIXES = ".prefixes"


def open_model(
    name: str, folder: Path, encoder: Path, threads: int, adapter: tuple[Path, str] | None
) -> LocalModel:
    """Load the model in `folder`; `adapter` is its folder and the prompt it was trained with.

    Raises ModelDamaged.
    """
    trained = adapter[0] if adapter else None
    networks = (_lean if is_lean(folder) else _hub)(folder, trained, threads)
    _keep_prefixes(networks, f"{name} {_engine(networks[0])}", folder.parent, trained)
    if adapter is None:
        from assistant.llm.native import NativeModel

        return NativeModel(name, folder, encoder, networks[0])
    from assistant.llm.tuned import TunedModel

    return TunedModel(name, folder, encoder, networks, adapter[1])


def is_lean(folder: Path) -> bool:
    """Return whether `lean` can run the model in `folder`: a plain Llama in one file of bf16."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
    return (
        config.get("model_type") == "llama"
        and config.get("hidden_act") == "silu"
        and str(config.get("dtype") or config.get("torch_dtype")) == "bfloat16"
        and rope.get("rope_type", rope.get("type", "default")) == "default"
        and not config.get("attention_bias")
        and not config.get("mlp_bias")
        and (folder / _WEIGHTS).is_file()
    )


def _lean(folder: Path, adapter: Path | None, threads: int) -> tuple[Network, Network]:
    import_torch()
    import torch

    from assistant.llm.lean_network import open_lean

    torch.set_num_threads(threads)
    stock = open_lean(folder, adapter)
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
    stock.prefixes = Prefixes(models / _PREFIXES, identity)
    if adapter is not None:
        digest = sha256_of(adapter / WEIGHTS)
        tuned.prefixes = Prefixes(models / _PREFIXES, f"{identity} {digest}")


def _engine(network: Network) -> str:
    """Return what else keys and values depend on: who computed them, and with what."""
    import torch

    return f"{type(network).__name__} {torch.__version__}"
