"""The garbage collector, kept from looking at what is being loaded."""

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """While tables and patterns are made: a hundred thousand objects, none of them garbage.

    The collector would go through all of them again and again, for an eighth of the time of loading.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
