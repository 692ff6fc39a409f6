"""Reference tables: lives, prices, reliability, risk levels; every row with its source and status.

The TOML files beside this module are the only place for such numbers. A plan file may override any
of them under `[reference.<table>.<row>]`; an overridden row says so in its source.
"""

from capplan.reference.tables import Reference, load_reference
