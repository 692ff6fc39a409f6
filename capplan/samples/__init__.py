"""Synthetic registers: a national imaging estate of any size, and the sample files made from it.

Everything here is invented. The shape follows published figures (each row of `fleet.toml` carries its
source); no organisation, place, maker or machine is real.
"""

from capplan.samples.estate import make_estate
from capplan.samples.files import write_sample, write_single
from capplan.samples.workbook import write_register
