"""What a rule says to a person: whole sentences, and the words that people use."""

import string
from collections.abc import Callable

import pytest

from capplan import columns as c
from capplan.model import Register
from capplan.register import RULES

type Read = Callable[..., Register]

HEADINGS = ["Asset No", "Modality", "Installed"]


def named_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", RULES)
def test_every_example_is_a_whole_sentence(code: str) -> None:
    """A rule that names a column or a case has an example of it, unless the case may be nothing."""
    rule = RULES[code]
    message, mend = rule.example
    column, detail = RULES[code].example_words
    assert ("column" in named_in(rule.message + rule.mend)) == bool(column)
    assert "detail" in named_in(rule.message + rule.mend) or not detail
    for said in (message, mend):
        assert not set(said) & set("{}")
        assert not any(gap in said for gap in (": .", "  ", " ,", "()"))


def said_of(register: Register, code: str) -> str:
    return str(register.findings.set_index(c.CODE).loc[code, c.MEND])


def test_classes_are_called_by_their_titles(read: Read) -> None:
    """Of a word that may mean two classes, or is like a few, a person is told names and not keys."""
    assert said_of(read([HEADINGS, ["A1", "Mobile", 2015]]), "R080") == "Say which it is: Mobile X-ray or Mobile C-arm."
    assert "perhaps CT scanner" in said_of(read([HEADINGS, ["A1", "CT Scaner", 2015]]), "R002")
    priced = read([[*HEADINGS, "Replacement cost"], ["A1", "Ultrasound", 2015, 70]])
    assert "Ultrasound scanner: £" in said_of(priced, "R012")


def test_choices_are_called_as_the_template_calls_them(read: Read) -> None:
    """And each is read back as the choice that it is called after."""
    register = read([[*HEADINGS, "Operating system"], ["A1", "CT", 2015, "XP"]])
    [_, choices] = said_of(register, "R005").removesuffix(", or clear the cell.").split("one of: ")
    assert "unsupported, isolated" in choices.split("; ")
    rows = [["A" + str(place), "CT", 2015, word] for place, word in enumerate(choices.split("; "))]
    again = read([[*HEADINGS, "Operating system"], *rows])
    assert again.assets[c.OS_STATUS].tolist() == list(c.OS_STATUS.choices)
