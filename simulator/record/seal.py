"""The signature of a finished session, for those who share a key: HMAC-SHA256 of the hash of its `ended` event."""

from __future__ import annotations

import hmac
import os

VARIABLE = "JIEFANG_SEAL_KEY"


def key() -> bytes | None:
    """The key from the environment; None where there is none."""
    return os.environ.get(VARIABLE, "").encode("utf-8", "surrogateescape") or None


def sign(last_hash: str, secret: bytes) -> str:
    """The signature of a hash, in hex."""
    return hmac.new(secret, last_hash.encode("utf-8", "replace"), "sha256").hexdigest()


def is_signed(last_hash: str, signature: str, secret: bytes) -> bool:
    """Whether a signature was made with this key for this hash."""
    return hmac.compare_digest(sign(last_hash, secret).encode(), signature.encode("utf-8", "replace"))
