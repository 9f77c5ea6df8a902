"""The embedded engine with a trained adapter: calls by the trained weights, talk by the stock ones.

Free chat cannot get worse by training, since the weights that chat are not touched.
"""

from collections.abc import Iterator
from pathlib import Path

from assistant.llm.adapters import merge
from assistant.llm.local import LocalModel, Stopped
from assistant.llm.model import Delta, Request
from assistant.llm.network import Network


class TunedNetwork(Network):
    """A network with the adapter's weights added to its own."""

    def __init__(self, folder: Path, adapter: Path) -> None:
        """Load the base and merge; raises ModelDamaged."""
        super().__init__(folder)
        merge(self._model, adapter)

    @property
    def small(self) -> bool:
        """Training has taught it what belongs in a call; nothing is decided for it."""
        return False


class TunedModel(LocalModel):
    """A `LocalModel` whose calls come from a second, trained set of weights."""

    def __init__(self, name: str, folder: Path, encoder: Path, adapter: tuple[Path, str]) -> None:
        """`adapter` is its folder, and the prompt it was trained with."""
        super().__init__(name, folder, encoder)
        weights, self._system = adapter
        self._stock = self._network
        self._tuned = TunedNetwork(folder, weights)

    def generate(self, request: Request, stopped: Stopped) -> Iterator[Delta]:
        """Answer `request`, as `Model` says.

        Only a prompt as in training goes to the trained weights: a tool that they do not know is
        asked for by examples, which the stock weights follow better.
        """
        trained = bool(request.tools) and request.messages[0].text == self._system
        self._network = self._tuned if trained else self._stock
        try:
            yield from super().generate(request, stopped)
        finally:
            self._network = self._stock
