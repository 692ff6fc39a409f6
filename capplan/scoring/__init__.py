"""From assets to scores: need, risk, and what a year of deferral costs.

Pure: frames in, new frames out. Nothing here touches a disk or a clock; "today" is the plan's as-at
date, every number comes from the policy or its reference tables, and weightings are drawn from its seed.
"""

from capplan.scoring import cnaim
from capplan.scoring.alternatives import alternatives, renewed
from capplan.scoring.bands import need_bands, need_figures
from capplan.scoring.economics import challenger
from capplan.scoring.explain import explanations
from capplan.scoring.facts import facts_of
from capplan.scoring.fit import fitted_rates
from capplan.scoring.health import health_effects
from capplan.scoring.need import ranking, score, score_ends
from capplan.scoring.organisations import organisations_of
from capplan.scoring.outlook import outlook
from capplan.scoring.pairs import pairs
from capplan.scoring.picture import picture
from capplan.scoring.projection import deferral_cost
from capplan.scoring.robustness import robustness
from capplan.scoring.services import ALL, age_profile, not_compared, services, spread
from capplan.scoring.stress import stresses
from capplan.scoring.variance import variance_shares
from capplan.scoring.widest import data_to_collect, worth_knowing
