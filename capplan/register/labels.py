"""Which class a label means: exactly, or by a part of it where nothing speaks against it, or not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from capplan.reference.labels import class_labels
from capplan.register.wording import normalised

_SUGGESTIONS = 3
_SUGGESTION_CUTOFF = 60
_MISSPELT, _LONG_ENOUGH = 85, 5
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?", re.I)
# Words for a class that mean too much else to be looked for inside a label.
_ONLY_WHOLE = frozenset(
    ("us", "u s", "ir", "rf", "r f", "nm", "mg", "xa", "dx", "px", "opt", "gamma", "spect", "cone beam",
     "tomosynthesis", "portable ultrasound", "car", "cars", "van", "vans", "truck", "lorry")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a label comes to: a key or None, the rule to report (if any), what completes its sentence, and the keys
    of the classes that it may mean (R080), or that are called something like it (R002)."""

    key: str | None = None
    code: str = ""
    detail: str = ""
    among: tuple[str, ...] = ()


def judged(label: str, words: Mapping[str, str]) -> Judgement:
    """The class that a label means; `words` gives the key of every known word, normalised.

    A known word is read as its class. Else the known words inside the label are looked for, the longest
    first; if all are of one class and no word speaks against it, that class is read and it is said
    (R079). A label with more than one meaning is an error with the classes to choose from (R080), as is
    one that is not known (R002).

    >>> words = {"ct": "ct", "ct scanner": "ct", "mri": "mri", "cone beam ct": "cbct"}
    >>> [judged(label, words).key for label in ("CT scanner (64 slice)", "CT injector", "CT / MRI", "Cone-beam CT")]
    ['ct', None, None, 'cbct']
    """
    label = _INITIALS.sub(lambda found: found[0].replace(".", ""), label)
    label_words = normalised(label)
    if label_words in words and "?" not in label:
        return Judgement(key=words[label_words])
    ambiguous = _ambiguous().get(label_words)
    if ambiguous is not None:
        return _asked(ambiguous)
    keys, rest = _inside(label_words.split(), words)
    distinct = tuple(dict.fromkeys(keys))
    if len(distinct) > 1:
        return _asked(distinct)
    rest = [token for token in rest if distinct and words.get(token) != distinct[0]]
    if distinct and "?" not in label and not any(_speaks_against(token, distinct[0], words) for token in rest):
        return Judgement(key=distinct[0], code="R079" if rest else "", detail="part of its label" if rest else "")
    return Judgement(code="R002", among=_suggested(label_words, words))


def _asked(keys: tuple[str, ...]) -> Judgement:
    return Judgement(code="R080", among=keys)


@cache
def _ambiguous() -> Mapping[str, tuple[str, ...]]:
    return {normalised(label): keys for label, keys in class_labels().ambiguous.items()}


def _inside(tokens: list[str], words: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The keys of the known words inside a label, the longest words first, and the tokens left over."""
    keys: list[str] = []
    taken = [False] * len(tokens)
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length + 1):
            word = " ".join(tokens[start : start + length])
            if word in words and word not in _ONLY_WHOLE and not any(taken[start : start + length]):
                keys.append(words[word])
                taken[start : start + length] = [True] * length
    return keys, [token for token, is_taken in zip(tokens, taken, strict=True) if not is_taken]


def _speaks_against(token: str, key: str, words: Mapping[str, str]) -> bool:
    """Whether a word beside a class's own says that it is something else, or is a misspelt word for a class."""
    labels = class_labels()
    if token in labels.apart or key in labels.turned_by.get(token, ()):
        return True
    vocabulary = {part for word in words for part in word.split()}
    is_misspelt = process.extractOne(token, vocabulary, scorer=fuzz.ratio, score_cutoff=_MISSPELT)
    is_known = token in vocabulary or token.removesuffix("s") in vocabulary
    return len(token) >= _LONG_ENOUGH and not is_known and is_misspelt is not None


def _suggested(label: str, words: Mapping[str, str]) -> tuple[str, ...]:
    close = process.extract(
        label, words.keys(), scorer=fuzz.token_sort_ratio, limit=10, score_cutoff=_SUGGESTION_CUTOFF
    )
    return tuple(dict.fromkeys(words[found] for found, _, _ in close))[:_SUGGESTIONS]
