"""The embedded engine with a trained adapter: calls by the trained weights, talk by the stock ones.

Free chat cannot get worse by training, since the weights that chat are not touched.
"""

from collections.abc import Iterator
from pathlib import Path

from assistant.llm.filling import STOCK, TAUGHT
from assistant.llm.local import LocalModel, Stopped
from assistant.llm.model import Delta, Request
from assistant.llm.network import Network


class TunedModel(LocalModel):
    """A `LocalModel` whose calls come from trained weights."""

    def __init__(
        self, name: str, folder: Path, encoder: Path, networks: tuple[Network, Network], system: str
    ) -> None:
        """`networks` are without and with the adapter, `system` the prompt it was trained with."""
        self._stock, self._tuned = networks
        super().__init__(name, folder, encoder, self._stock)
        self._system = system

    def generate(self, request: Request, stopped: Stopped) -> Iterator[Delta]:
        """Answer `request`, as `Model` says.

        Only a prompt as in training goes to the trained weights: a tool that they do not know is
        asked for by examples, which the stock weights follow better.
        """
        trained = bool(request.tools) and request.messages[0].text == self._system
        self._network = self._tuned if trained else self._stock
        self._habit = TAUGHT if trained else STOCK
        try:
            yield from super().generate(request, stopped)
        finally:
            self._network, self._habit = self._stock, STOCK
