"""Guides for people, in Markdown, shipped with the package; their tables are made from the reference tables."""

from capplan.guide.pages import page, renewed
