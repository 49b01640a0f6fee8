"""Who comes in: the short code at the door, and the token by which a device is known again.

No accounts and no names. Whoever is in the room sees the code; whoever has it gets a token in a cookie, signed with the
room's key, so that a server that starts again with the same key knows every device again.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import dataclass, field

LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
"""Letters of join codes: no vowels, so that no word comes out, no digits, and no L that is taken for an I."""

LENGTH = 5
"""20^5 = 3.2 million codes; at one wrong code a second over all addresses (`limits`) half of them take 18 days."""

TYPED_MOST = 40


def new_code() -> str:
    """A join code: `LENGTH` random letters."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def normal(typed: str) -> str:
    """A code as it was meant: in capitals, without blanks and hyphens; full-width letters of a Chinese keyboard too."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed[:TYPED_MOST]).upper() if sign.isalnum())


@dataclass(frozen=True, slots=True)
class Admission:
    """The door of a room. Keep both parts with the debrief, to open the same room again.

    Attributes:
        code: what people type.
        key: 32 random bytes that sign the tokens of devices; secret.
    """

    code: str = field(default_factory=new_code)
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def admits(self, typed: str) -> bool:
        """Whether this is the code; takes the same time whichever letters are wrong."""
        return hmac.compare_digest(normal(typed).encode(), normal(self.code).encode())

    @property
    def cookie(self) -> str:
        """Name of the cookie: cookies do not tell ports apart, so that two rooms on one laptop need two names."""
        return "room-" + self._signed("cookie", "")[:8]

    def new_token(self) -> str:
        """A token for a device that has shown the code."""
        name = secrets.token_urlsafe(16)
        return f"{name}.{self._signed('token', name)}"

    def device(self, token: str) -> str | None:
        """The name of the device that has this token, the same each time; None if the token is not of this room.

        The name does not give the token away: who reads the store cannot vote for others.
        """
        name, _dot, signature = token.partition(".")
        if not hmac.compare_digest(signature.encode(), self._signed("token", name).encode()):
            return None
        return self._signed("device", name)[:16]

    def _signed(self, purpose: str, text: str) -> str:
        return hmac.new(self.key, f"{purpose}:{text}".encode(errors="replace"), "sha256").hexdigest()
