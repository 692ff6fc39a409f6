"""Every rule a register is held to: its code, how much it matters, what it says, and the mend.

A code never changes its meaning and is never used again. `{column}` stands for the printed heading
of the column, `{detail}` for what is known of the one case. Messages hold nothing that differs from
row to row, so that findings can be counted by message.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from capplan.errors import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: a title, the sentence a finding carries, how to mend it, and what it means."""

    code: str
    severity: Severity
    title: str
    message: str
    mend: str
    meaning: str


def _rules(severity: Severity, *rows: tuple[str, str, str, str, str]) -> Iterator[Rule]:
    for code, title, message, mend, meaning in rows:
        yield Rule(code=code, severity=severity, title=title, message=message or title, mend=mend, meaning=meaning)


_ERRORS = _rules(
    Severity.ERROR,
    ("R001", "No class", "",
     "Say what kind of equipment it is. `capplan columns` lists the classes.",
     "The class gives life, price and risk; without one the asset is listed but cannot be planned."),
    ("R002", "Class not known", "",
     "Use a class that capplan knows{detail}, or add this word to the reference table.",
     "The word matches no class exactly, and capplan never guesses one. The asset is listed but cannot be planned."),
    ("R003", "No date that tells its age", "",
     "Give an install date, a purchase date, a year of manufacture or an age.",
     "Without an age nothing can be said of its remaining life. The asset is listed but cannot be planned."),
    ("R004", "A cell that planning needs cannot be read", "{column} cannot be read",
     "Write it as {detail}.",
     "The value is left blank, never guessed."),
    ("R006", "Day and month in both orders", "{column} holds dates in both day/month and month/day order",
     "Write them all day/month/year. The odd ones: {detail}.",
     "If few dates are in the rarer order, the rest are read in the other; else one that could be either is blank."),
    ("R007", "Installed after the register's date", "{column} is after the as-at date of the plan",
     "Check the year. If it is on order, give it the status 'ordered'.",
     "Equipment in use cannot have been installed in the future; often two digits of a year are the wrong way round."),
    ("R013", "Owner's risk rating outside the matrix", "{column} is outside 1 to 5",
     "Rate it from 1 to 5, or clear the cell.",
     "The 5 x 5 matrix has no such row or column. The rating is not used."),
    ("R014", "Asset id used before", "",
     "Give each asset an id of its own. The first is at {detail}.",
     "Two different rows carry the same id. Both are kept; the later one has a number added to its id."),
    ("R017", "Negative number", "{column} is negative",
     "Give a number of 0 or more, or clear the cell.",
     "Nothing in a register can be less than nothing. The value is left blank."),
)  # fmt: skip

_WARNINGS = _rules(
    Severity.WARNING,
    ("R005", "A cell cannot be read", "{column} cannot be read",
     "Write it as {detail}, or clear the cell.",
     "The value is left blank, never guessed; a blank widens the range of the asset's score."),
    ("R008", "Installed before it was made", "{column} is before the year of manufacture",
     "Check both against the rating plate.",
     "One of the two is wrong. The install date is used."),
    ("R009", "Older than 40 years", "",
     "Check the date. If it is right, nothing need be done.",
     "Few assets serve so long: a date may be wrong, or the asset gone. It is kept as it stands."),
    ("R010", "Older than 25 years for its kind", "Older than 25 years, which is rare for its class",
     "Check the date. If it is right, nothing need be done.",
     "CT, MRI and ultrasound scanners of this age are rare. It is kept as it stands."),
    ("R011", "Cost unlike its class", "{column} is far from the prices of its class",
     "Check it: {detail}.",
     "The amount is under a fifth of the class's low price or over five times its high one. It is used as it stands."),
    ("R012", "Cost a thousand times out", "{column} looks a thousand times too large or too small",
     "Check whether it is in pounds or thousands: {detail}.",
     "Multiplied or divided by 1,000 it would fit its class. Until it is mended, the class's price is used."),
    ("R015", "The same row again", "The same row again: left out",
     "Remove it. It is the same as {detail}.",
     "Every cell equals that of an earlier row with the same id, so it was read once only."),
    ("R016", "Serial number used before", "The same maker and serial number as another asset",
     "Check whether they are one machine: see {detail}.",
     "One machine may be listed twice, in one register or in two. Both are kept."),
    ("R018", "Activity over capacity", "{column} is more than the capacity given",
     "Check both are for one year.",
     "It cannot do more than it could. Both are used as they stand."),
    ("R019", "Expected life outside 3 to 25 years", "{column} is outside 3 to 25 years",
     "Check it is in years.",
     "No class of the reference tables has such a life. It is used as it stands."),
    ("R021", "VAT on some prices only", "Some prices hold VAT and others do not say, or say otherwise",
     "Give all prices in one way, and say which in the heading. The odd ones: {detail}.",
     "Each price is taken as its own note says; one without a note is taken to be without VAT."),
    ("R022", "Amount not in pounds", "{column} is not in pounds",
     "Give it in pounds.",
     "capplan plans in pounds and does not convert. The amount is left blank."),
    ("R023", "No network", "",
     "Add the organisation to the networks file, or give the row a network.",
     "The asset shares in no network's money, floor or cap; it goes under 'not stated'."),
    ("R025", "Row of one cell", "A row with only one cell filled: left out",
     "Nothing, if it is a heading or a remark.",
     "It is taken for the heading of a section or a remark below the table, not for an asset."),
    ("R027", "Hidden sheet with a register", "A hidden sheet that holds a table: left out",
     "Show the sheet if its rows count.",
     "Hidden sheets are often last year's copy, so they are not read."),
    ("R029", "Two columns for one thing", "Two columns give {column}: this one was not used",
     "Keep one of them. The other is {detail}.",
     "The one with more cells filled is used."),
    ("R031", "No asset id", "No asset id: one was made",
     "Give the asset an id that stays the same next year.",
     "The serial number stands in; without one, the file, sheet and row do."),
    ("R033", "Install date assumed", "No install date: assumed from {detail}",
     "Give the install date if it is known.",
     "Age is counted from the best date there is, marked as assumed."),
    ("R034", "Dates with the month first", "{column} is written month/day/year",
     "Check one date that you know.",
     "Some dates in the column can only be month first and none only day first, so all are read so."),
    ("R036", "A date given as a day number", "{column} holds a spreadsheet's day number",
     "Format the cell as a date.",
     "The number was read as days since 1900, as spreadsheets count them."),
    ("R037", "A date given as a financial year", "{column} gives a financial year",
     "Give the date if it is known.",
     "It is read as 1 October, the middle of the financial year."),
    ("R038", "Digits lost from a number", "{column} has lost digits",
     "Type it again in a cell formatted as text.",
     "Spreadsheets keep 15 digits of a number; a longer one ends in zeros or in E+15."),
    ("R039", "Text turned into a date", "{column} holds a date where text belongs",
     "Type it again in a cell formatted as text.",
     "Spreadsheets turn text such as 3-4 into a date when it is typed or pasted."),
    ("R042", "Planned replacement before it was installed", "{column} is not after the install date",
     "Check both dates.",
     "One of the two is wrong. Both are kept."),
    ("R043", "Support ended before it was installed", "{column} is before the install date",
     "Check both dates.",
     "One of the two is wrong. Both are kept."),
    ("R044", "More hours than a year has", "{column} is more than there are",
     "Check it is for one year.",
     "There are 8,784 hours in a leap year, and no machine is used for longer than it is open."),
    ("R045", "Age and date disagree", "{column} disagrees with the install date by more than a year and a half",
     "Clear the one that is wrong.",
     "The install date is used."),
    ("R046", "Upkeep over a quarter of its price", "{column} is more than a quarter of the replacement cost",
     "Check both are in pounds and for one asset.",
     "Contracts cost about a tenth. Both are used as they stand."),
    ("R048", "A sheet on its side", "Looks like a table turned on its side: left out",
     "Turn it so that each asset is a row.",
     "The headings run down the first column. capplan reads one asset a row."),
    ("R049", "Identical rows without an id",
     "Identical to another row, with no id or serial number to tell them apart",
     "Give each an id, or remove one. The other is {detail}.",
     "They may be two machines of a kind. Both are kept."),
    ("R051", "Letters lost from text", "{column} holds letters that cannot be read",
     "Save the file as CSV UTF-8.",
     "The file mixes ways of writing letters, so some came out as \ufffd. The rest of the text is used."),
)  # fmt: skip

_NOTES = _rules(
    Severity.NOTE,
    ("R020", "Not in service", "Not in service: left out of the plan",
     "Nothing, if the status is right.",
     "Assets on order, out of use or disposed of stay in the register but are not planned."),
    ("R024", "Total row", "A row of totals: left out",
     "Nothing.",
     "Totals are not assets."),
    ("R026", "Headings again", "The headings again: left out",
     "Nothing.",
     "Headings repeated down a sheet are not assets."),
    ("R028", "Heading not known", "No column of capplan goes by this heading",
     "Nothing, if it does not matter to the plan{detail}.",
     "The column was not read. `capplan columns` lists every heading that is."),
    ("R030", "Organisation from the name", "No organisation in the rows: taken from {detail}",
     "Nothing, if it is right; else add a column.",
     "Each asset belongs to an organisation; the name of the sheet or file stands in."),
    ("R032", "Several assets in one row", "A quantity above 1: made into that many assets",
     "Check that amounts are for one asset: they were given to each.",
     "Each asset has the row's values and a number added to its id."),
    ("R035", "Day or month first", "{column} does not show whether day or month comes first",
     "Check one date that you know.",
     "Every date could be read either way; they are read day first, as is usual in Britain."),
    ("R040", "Sheet without a table", "No table of assets on this sheet: left out",
     "Nothing, if it holds none.",
     "No row in the first 25 has three headings that capplan knows, with an id, model or date among them."),
    ("R041", "Nought taken as blank", "{column} is 0: taken as blank",
     "Nothing, if it is not known.",
     "In a cost, a life or a year, 0 is how a register leaves it blank."),
    ("R052", "Said to be unknown", "{column} is said to be unknown: taken as blank",
     "Give it if it can be found out.",
     "A blank widens the range of the asset's score, or takes the class's own figure, marked as assumed."),
    ("R047", "Network without a successor", "The merge map gives this network no successor",
     "Add it to the merge map if it merges.",
     "The network keeps its name."),
    ("R050", "Table without rows", "The table has headings but no assets",
     "Nothing, if it holds none.",
     "Nothing below the headings is an asset."),
)  # fmt: skip

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.code: rule for rule in sorted((*_ERRORS, *_WARNINGS, *_NOTES), key=lambda rule: rule.code)}
)
