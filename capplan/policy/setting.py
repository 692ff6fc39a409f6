"""What every section of a plan file is made of: its base, and the kinds of number that it may hold."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

# Up to here the solver keeps limits to the pound: £1 beside it is more than the solver's tolerance.
MOST_POUNDS = 10_000_000_000
# A day.
MOST_SECONDS = 86_400

Share = Annotated[float, Field(ge=0, le=1)]
Pounds = Annotated[int, Field(ge=0, le=MOST_POUNDS)]
Count = Annotated[int, Field(ge=0, strict=True)]
Year = Annotated[int, Field(ge=2000, le=2100)]


class Setting(BaseModel):
    """Base of every section: unknown names are faults, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
