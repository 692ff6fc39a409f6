"""Reads the optional file of organisations: population, staff, cost and demand."""

from pathlib import Path

import pandas as pd

from capplan.errors import InputError, Problem
from capplan.scoring import organisations_of


def read_organisations(path: Path) -> pd.DataFrame:
    """The rows of a CSV file of organisations: columns `ORGANISATIONS`.

    Raises InputError where it cannot be read, and with every cell that is wrong.
    """
    try:
        text = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        what = (error.strerror or "cannot be read").lower()
        raise InputError(Problem(where=str(path), what=what, mend="Check the name and try again.")) from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(
            Problem(where=str(path), what=f"not a CSV table ({error})", mend="Save it as CSV UTF-8.")
        ) from None
    return organisations_of(text, path.name)
