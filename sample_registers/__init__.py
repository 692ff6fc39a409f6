"""Synthetic sample registers and their plan file: every network, organisation and machine is invented.

Made by `capplan.samples.write_sample`; not edited by hand.
"""
