"""When Python looks for garbage: not while somebody waits.

A search through everything there is takes 20 ms and more, and start-up alone would begin a dozen of them. What is
there once a screen stands stays to the end, so it is not searched again (`gc.freeze`).
"""

from __future__ import annotations

import gc


def hold() -> None:
    """Look for none until `settle`."""
    gc.disable()


def settle() -> None:
    """If it was held: everything that is there now stays, and only what comes is looked through."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
