"""What an import brings along: the core loads neither Qt nor torch, and starts quickly."""

import json
import subprocess
import sys

import pytest

HEAVY = ("torch", "transformers", "peft", "gguf", "tokenizers", "keyring", "httpx2", "openai")
CORE = ("assistant.api", "assistant.app", "assistant.cli.main", "assistant.testing", "skills")


def loaded_by(statement: str) -> set[str]:
    """Return the top-level names in `sys.modules` after a fresh Python ran `statement`."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


@pytest.mark.parametrize("module", CORE)
def test_the_core_loads_neither_qt_nor_torch(module: str) -> None:
    assert not loaded_by(f"import {module}") & {"PySide6", "shiboken6", *HEAVY}


def test_subcommands_start_without_qt() -> None:
    assert not loaded_by("import ui.shell.main") & {"PySide6", "shiboken6", *HEAVY}


def test_the_window_loads_no_torch() -> None:
    everything = (
        "import importlib, pkgutil, ui\n"
        "for module in pkgutil.walk_packages(ui.__path__, 'ui.'):\n"
        "    importlib.import_module(module.name)"
    )
    loaded = loaded_by(everything)
    assert "PySide6" in loaded
    assert not loaded & set(HEAVY)
