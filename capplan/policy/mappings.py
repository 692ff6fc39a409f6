"""Where the mappings are that the plan file's registers are read by."""

from pathlib import Path

from capplan.policy.schema import Policy


def mapping_paths(policy: Policy, folder: Path) -> dict[str, Path]:
    """The mapping files that `[[register]]` names, alone or by their folder, in order of name: by what to
    call each, its path. `folder` is the plan file's."""
    named = dict.fromkeys(source.mapping for source in policy.register_sources if source.mapping is not None)
    found: dict[str, Path] = {}
    for name in named:
        place = folder / name
        inside = sorted(place.glob("*.toml")) if place.is_dir() else ()
        found |= {f"{name.rstrip('/')}/{path.name}": path for path in inside}
        found |= {name: place} if place.is_file() else {}
    return found


def missing_mappings(policy: Policy, folder: Path) -> list[str]:
    """The mapping files and folders that `[[register]]` names and that are not there."""
    named = dict.fromkeys(source.mapping for source in policy.register_sources if source.mapping is not None)
    return [name for name in named if not (folder / name).exists()]
