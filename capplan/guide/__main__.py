"""Makes the tables of the shipped pages anew: run this after a change of the reference tables."""

from pathlib import Path

from capplan.guide.pages import PAGES, page, renewed
from capplan.reference import load_reference

for name in PAGES:
    Path(__file__).with_name(f"{name}.md").write_text(renewed(page(name), load_reference()), encoding="utf-8")
