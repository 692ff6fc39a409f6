"""capplan: capital equipment replacement planning.

Asset registers in; need and risk scored; a capital budget shared by an integer programme; board-ready
plans out. The command line is `capplan`; the same steps as calls are in `capplan.pipeline`, and `allocate`
shares any budget among any options.
"""

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from capplan.allocation import allocate

__all__ = ["__version__", "allocate"]

__version__ = version("capplan")


def __getattr__(name: str) -> Any:
    """`allocate`, read when it is first asked for: `import capplan` stays light."""
    if name == "allocate":
        from capplan.allocation import allocate

        return allocate
    raise AttributeError(f"module 'capplan' has no attribute {name!r}")
