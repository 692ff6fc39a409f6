"""capplan: capital equipment replacement planning.

Asset registers in; need and risk scored; a capital budget shared by an integer programme; board-ready
plans out. The command line is `capplan`; the same steps as calls are in `capplan.pipeline`.
"""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("capplan")
