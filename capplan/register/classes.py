"""Classes: a register's own word to a key of the reference table, exactly or not at all."""

from rapidfuzz import fuzz, process

from capplan import columns as c
from capplan.policy import Policy
from capplan.reference import Reference
from capplan.register.draft import Draft, flagged, found_at
from capplan.register.wording import normalised

_SUGGESTIONS = 3
_SUGGESTION_CUTOFF = 60


def class_words(reference: Reference) -> dict[str, str]:
    """Every word for a class, normalised, to its key: keys, aliases, titles and plurals."""
    words = {normalised(alias): key for alias, key in reference.class_aliases.items()}
    plurals = reference.classes["plural"].dropna().astype("str")
    return {normalised(plural): str(key) for key, plural in plurals.items()} | words


def with_classes(draft: Draft, policy: Policy) -> Draft:
    """The draft with each class as a key of the reference table.

    A word that is not known exactly gives a blank class and an error with the closest words for a
    person to choose from (R002); so does no word at all (R001).
    """
    words = class_words(policy.reference)
    written = draft.assets[c.ASSET_CLASS]
    keys = written.map({word: words.get(normalised(word)) for word in written.dropna().unique()})
    unknown = written.notna() & keys.isna()
    unreadable = found_at(draft, "R004", c.ASSET_CLASS)
    close = {word: _suggested(word, words) for word in written[unknown].unique()}
    keyed = draft.having({c.ASSET_CLASS: keys})
    return keyed.noting(
        [
            *flagged(keyed, "R001", c.ASSET_CLASS, written.isna() & ~unreadable),
            *flagged(keyed, "R002", c.ASSET_CLASS, unknown, written.map(close)),
        ]
    )


def _suggested(word: str, words: dict[str, str]) -> str:
    close = process.extract(
        normalised(word), words.keys(), scorer=fuzz.token_sort_ratio, limit=10, score_cutoff=_SUGGESTION_CUTOFF
    )
    keys = list(dict.fromkeys(words[found] for found, _, _ in close))[:_SUGGESTIONS]
    return f" (perhaps {' or '.join(keys)})" if keys else ""
