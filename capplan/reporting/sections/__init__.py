"""The sections of papers: each function takes a case and gives one section, complete."""
