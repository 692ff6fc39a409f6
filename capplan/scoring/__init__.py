"""From assets to scores: need, risk, and what a year of deferral costs.

Pure: frames in, new frames out. Nothing here touches a disk, a clock or a random number; "today" is
the plan's as-at date, and every number comes from the policy or its reference tables.
"""

from capplan.scoring.economics import challenger
from capplan.scoring.need import score
from capplan.scoring.projection import deferral_cost
