"""How long a year is, wherever days become years of age."""

DAYS_A_YEAR = 365.25
