"""What to do with each asset, when, under the money and the rules: with proof and reasons."""

from capplan.planning.allocate import allocate
from capplan.planning.allocate_files import allocate_files
from capplan.planning.effects import effects
from capplan.planning.eligibility import complete_decisions
from capplan.planning.estate import make_estate, with_figures
from capplan.planning.explore import explored
from capplan.planning.files import AllocationFiles, read_allocation_files
from capplan.planning.options import OptionSet, build_options
from capplan.planning.outlook import outlook
from capplan.planning.prospects import Outcomes
from capplan.planning.tell import told
from capplan.planning.why import Why, why
