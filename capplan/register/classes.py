"""Classes: a register's own word to a key of the reference table, and the strength of MRI magnets."""

import re

import pandas as pd

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference import Reference
from capplan.register.counted import counted, with_counts
from capplan.register.draft import Draft, flagged, unread_at
from capplan.register.labels import Judgement, judged
from capplan.register.wording import normalised

_MRI, _MRI_3T = "mri", "mri_3t"
_STRENGTH_COLUMNS = (c.ASSET_CLASS_RAW, c.MODEL, c.DESCRIPTION)
_STRENGTH = re.compile(r"(?<![\d.])(?P<tesla>0\.\d+|[137](?:\.\d)?)\s*-?\s*t(?:esla)?\b", re.I)


def class_words(reference: Reference) -> dict[str, str]:
    """Every word for a class, normalised, to its key: keys, aliases, titles and plurals."""
    words = {normalised(alias): key for alias, key in reference.class_aliases.items()}
    plurals = reference.classes["plural"].dropna().astype("str")
    return {normalised(plural): str(key) for key, plural in plurals.items()} | words


def with_classes(draft: Draft, policy: Policy) -> Draft:
    """The draft with each class as a key of the reference table, by `judged`.

    A number of assets beside the class is their quantity (`with_counts`). An MRI scanner whose model or description
    gives 3 tesla is of the class for it, and it is said (R079). No word at all is an error (R001).
    """
    words = class_words(policy.reference)
    draft = with_counts(draft)
    written = draft.assets[c.ASSET_CLASS]
    labels = {label: judged(counted(label)[1], words) for label in written.dropna().unique()}
    judgements = written.map(labels, na_action="ignore")
    unreadable = unread_at(draft, c.ASSET_CLASS)
    keyed = draft.having({c.ASSET_CLASS: written.map({label: found.key for label, found in labels.items()})})
    findings = flagged(keyed, "R001", c.ASSET_CLASS, written.isna() & ~unreadable)
    for code in ("R002", "R079", "R080"):
        rows = _with_code(judgements, code)
        findings += flagged(
            keyed, code, c.ASSET_CLASS, rows, judgements[rows].map(lambda found: _detail(found, policy))
        )
    return _with_strengths(keyed.noting(findings), policy)


def _detail(found: Judgement, policy: Policy) -> str:
    """What completes the sentence about a label: classes by their titles."""
    titles = " or ".join(policy.reference.classes.loc[list(found.among), "title"]) if found.among else ""
    return f" (perhaps {titles})" if titles and found.code == "R002" else titles or found.detail


def _with_code(judgements: pd.Series, code: str) -> pd.Series:
    return judgements.map(lambda found: isinstance(found, Judgement) and found.code == code).astype(bool)


def _with_strengths(draft: Draft, policy: Policy) -> Draft:
    """The draft with MRI scanners in the class of their magnet, where it is written beside them."""
    if _MRI_3T not in policy.reference.classes.index:
        return draft
    assets = draft.assets
    scanners = assets[assets[c.ASSET_CLASS] == _MRI]
    label, model, description = (scanners[column].fillna("") for column in _STRENGTH_COLUMNS)
    texts = label + " ; " + model + " ; " + description
    of_3t = {text: {float(found["tesla"]) for found in _STRENGTH.finditer(text)} == {3.0} for text in texts.unique()}
    is_3t = texts.map(of_3t).astype(bool).reindex(assets.index, fill_value=False)
    keyed = draft.having({c.ASSET_CLASS: assets[c.ASSET_CLASS].mask(is_3t, _MRI_3T)})
    where = pd.Series("the field strength written beside it", index=assets.index)
    return keyed.noting(flagged(keyed, "R079", c.ASSET_CLASS, is_3t, where))
