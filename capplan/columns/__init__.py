"""Every column capplan knows, spelt once.

A `Column` is its own name, so it works wherever pandas wants a key, and it carries what people
need beside the name: a printed heading, the unit, the kind of value, what it means, and the other
headings it goes by in registers. Rooms import the names from here; templates and workbooks print headings.

The tuples of `layouts` (`ASSETS`, `SCORES`, ...) say which columns each frame has, in order.
"""

from capplan.columns.assets import *
from capplan.columns.column import Column, Kind, column_named, label_of
from capplan.columns.condition import *
from capplan.columns.findings import *
from capplan.columns.layouts import *
from capplan.columns.many import *
from capplan.columns.plans import *
from capplan.columns.scores import *
