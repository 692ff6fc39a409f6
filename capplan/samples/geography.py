"""The fictional networks, organisations and sites that the sample estate stands in."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from capplan import columns as c

FICTIONAL = "(fictional)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Geography:
    """Where the estate stands.

    - `organisations`: one row each, columns `ORGANISATION_CODE, ORGANISATION, NETWORK`, by code.
    - `places`: the place that each organisation is named after, by code.
    - `memberships`: second, non-primary memberships: organisation code, network, from and to.
    - `successors`: each network's title to its title after the merge of 24 into 18.
    - `site_kinds`, `makers`: words to name sites and makers with.
    """

    organisations: pd.DataFrame
    places: pd.Series
    memberships: tuple[Mapping[str, Any], ...]
    successors: Mapping[str, str]
    site_kinds: tuple[str, ...]
    makers: tuple[str, ...]

    @property
    def networks(self) -> list[str]:
        """The networks' titles, in order."""
        return list(self.successors)


@cache
def geography() -> Geography:
    """The shipped geography (`geography.toml`).

    >>> len(geography().networks), len(geography().organisations), len(set(geography().successors.values()))
    (24, 137, 18)
    """
    data = tomllib.loads(files("capplan.samples").joinpath("geography.toml").read_text(encoding="utf-8"))
    kinds = data["organisation_kinds"]
    rows, places = [], {}
    for network in data["networks"]:
        for number, place in enumerate(network["places"]):
            code = f"Z{network['letter']}{number + 1}"
            places[code] = place
            rows.append((code, f"{place} {kinds[number % len(kinds)]} {FICTIONAL}", network_title(network["name"])))
    names = [network["name"] for network in data["networks"]]
    return Geography(
        organisations=pd.DataFrame(rows, columns=[c.ORGANISATION_CODE, c.ORGANISATION, c.NETWORK]),
        places=pd.Series(places),
        memberships=tuple(row | {"network": network_title(row["network"])} for row in data["memberships"]),
        successors={network_title(name): network_title(data["successors"].get(name, name)) for name in names},
        site_kinds=tuple(data["site_kinds"]),
        makers=tuple(data["makers"]),
    )


def network_title(name: str) -> str:
    """A network's title.

    >>> network_title("Northmoor")
    'Northmoor imaging network'
    """
    return f"{name} imaging network"
