"""Many plans: what sets the scenarios of a study apart."""
