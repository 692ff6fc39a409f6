"""A person's own workbook back, with every doubtful cell marked."""

from capplan.register.annotate.copy import Copy, annotated, is_untouched
