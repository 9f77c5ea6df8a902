"""The engine for OpenAI-compatible servers: Ollama, llama-server, vLLM, Ray Serve, OpenAI ..."""

from assistant.llm.remote.model import RemoteModel
from assistant.llm.remote.probe import offers, probe

__all__ = ["RemoteModel", "offers", "probe"]
