"""A real model behind a real server: what arrives is what it said."""

import pytest

from assistant.llm.endpoints import endpoint_of
from assistant.llm.host import HostedModel
from assistant.llm.model import Finished, Message, Request
from assistant.llm.remote import RemoteModel
from tests.conftest import MODELS
from tests.fakes.endpoint import running, texts
from tests.fakes.served import serves


@pytest.mark.model
def test_what_arrives_is_what_the_model_said() -> None:
    request = Request((Message("user", "What is the capital of France?"),), max_tokens=24)
    hosted = HostedModel(MODELS)
    try:
        said = list(hosted.generate(request, lambda: False))
        with running(serves(hosted)) as server:
            remote = RemoteModel(endpoint_of(server.address, "smollm2"))
            heard = list(remote.generate(request, lambda: False))
            remote.close()
    finally:
        hosted.close()
    assert texts(heard) == texts(said)
    assert texts(heard)
    told, end = said[-1], heard[-1]
    assert isinstance(told, Finished)
    assert isinstance(end, Finished)
    assert (end.prompt_tokens, end.new_tokens) == (told.prompt_tokens, told.new_tokens)
