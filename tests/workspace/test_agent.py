"""Keys in ssh-agent sign as keys in files do; an agent that does not is no crash."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from colophon.disclosure import signatures
from colophon.errors import PackageError
from colophon.workspace import agent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Answer = Callable[[bytes], bytes]
    Running = Callable[[Answer], AbstractContextManager[None]]

KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([one]) * 32) for one in (1, 2)]
SIGNERS = [signatures.of_key(key) for key in KEYS]


def text(content: bytes) -> bytes:
    """Return a text as the protocol writes it."""
    return len(content).to_bytes(4) + content


def honest(*signers: signatures.Signer) -> Answer:
    """Return an agent that holds some keys, and one of another kind."""

    def answer(message: bytes) -> bytes:
        blobs = [text(b"ssh-rsa") + text(b"\1"), *(signatures.blob(one.public) for one in signers)]
        if message == b"\x0b":
            rows = b"".join(text(blob) + text(b"a name") for blob in blobs)
            return b"\x0c" + len(blobs).to_bytes(4) + rows
        assert message[:1] == b"\x0d"
        size = int.from_bytes(message[1:5])
        blob, rest = message[5 : 5 + size], message[5 + size :]
        content = rest[4 : 4 + int.from_bytes(rest[:4])]
        (signer,) = [one for one in signers if signatures.blob(one.public) == blob]
        return b"\x0e" + text(text(b"ssh-ed25519") + text(signer.sign(content)))

    return answer


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Running:
    """Return a function that lets an agent run that answers in its way."""

    @contextmanager
    def running(answer: Answer) -> Iterator[None]:
        place = tmp_path / "agent"
        monkeypatch.setenv("SSH_AUTH_SOCK", str(place))
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(str(place))
            listening.listen()
            serving = threading.Thread(target=_serve, args=(listening, answer), daemon=True)
            serving.start()
            yield
            listening.shutdown(socket.SHUT_RDWR)
            serving.join(5)

    return running


def _serve(listening: socket.socket, answer: Answer) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            size = int.from_bytes(connection.recv(4, socket.MSG_WAITALL))
            told = answer(connection.recv(size, socket.MSG_WAITALL))
            connection.sendall(text(told) if told else b"")


def test_the_only_key_signs(running: Running) -> None:
    """The one Ed25519 key of an agent makes the signature that it makes from a file."""
    with running(honest(SIGNERS[0])):
        signer = agent.signer(None)
        assert signer.public == SIGNERS[0].public
        assert signer.sign(b"what is signed") == SIGNERS[0].sign(b"what is signed")


def test_one_of_several_is_named(running: Running) -> None:
    """Of several keys one is named by its fingerprint, and without it they are listed."""
    with running(honest(*SIGNERS)):
        names = [signatures.fingerprint(one.public) for one in SIGNERS]
        assert agent.signer(names[1]).public == SIGNERS[1].public
        with pytest.raises(PackageError, match="holds 2 Ed25519 keys") as refused:
            agent.signer(None)
        assert all(name in refused.value.remedy for name in names)
        with pytest.raises(PackageError, match="holds no Ed25519 key SHA256:x"):
            agent.signer("SHA256:x")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (b"", "does not answer"),
        (b"\x05", "refused"),
        (b"\x0c", "holds 0 Ed25519 keys"),
        (b"\x0c\xff\xff\xff\xff", "holds 0 Ed25519 keys"),
        (b"\x0c\x00\x00\x00\x01\xff\xff\xff\xff", "holds 0 Ed25519 keys"),
    ],
)
def test_an_agent_that_answers_nonsense(answer: bytes, message: str, running: Running) -> None:
    """An agent that hangs up, refuses or says nonsense leads to a message."""
    with (
        running(lambda _: answer),
        pytest.raises(PackageError, match=message),
    ):
        agent.signer(None)


def test_a_signature_by_another_key_is_not_taken(running: Running) -> None:
    """What an agent signs is held against the key before it goes anywhere."""

    def answer(message: bytes) -> bytes:
        told = honest(SIGNERS[0])(message)
        return told if told[:1] == b"\x0c" else told[:-1] + bytes([told[-1] ^ 1])

    with running(answer):
        signer = agent.signer(None)
        with pytest.raises(PackageError, match="not by the key"):
            signer.sign(b"what is signed")


def test_what_is_too_long_for_an_agent(running: Running) -> None:
    """A manifest that no agent takes is refused before it is sent."""
    with running(honest(SIGNERS[0])):
        signer = agent.signer(None)
        with pytest.raises(PackageError, match="more than an agent signs"):
            signer.sign(bytes(2**18))


@pytest.mark.parametrize("path", ["", "/nowhere/agent"])
def test_without_an_agent(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no agent, the message says how to start one or to do without."""
    monkeypatch.setenv("SSH_AUTH_SOCK", path)
    with pytest.raises(PackageError, match=r"no ssh-agent|does not answer"):
        agent.signer(None)
