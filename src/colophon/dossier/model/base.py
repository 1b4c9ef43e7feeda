"""What all records of a dossier share: names, countries, amounts of training compute."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field as Attribute,
    StringConstraints,
    model_validator,
)

from colophon.quantities import FLOP, Amount

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Names: TypeAlias = tuple[Text, ...]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A name that the law's data give to something, in kebab-case."""
Modality: TypeAlias = Literal["text", "image", "audio", "video", "other"]
Chapter: TypeAlias = Literal["transparency", "copyright", "safety"]
Modalities: TypeAlias = Annotated[tuple[Modality, ...], Attribute(min_length=1)]

COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR "
    "BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ "
    "EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW "
    "GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV "
    "MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY "
    "QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG "
    "TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM "
    "ZW XK"
)
"""The countries of ISO 3166-1, and Kosovo, which has no code there but one in use."""


def _known_country(code: str) -> str:
    """Refuse what is no country: `EU`, `EL` and `UK` would count as outside the Union."""
    if code not in COUNTRIES.split():
        raise ValueError(
            f"`{code}` is no country of ISO 3166-1, in which Greece is GR and the United Kingdom GB"
        )
    return code


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_known_country)]


def training_compute(amount: Amount, name: str | None) -> Amount:
    """Refuse what is no training compute."""
    if amount.unit != FLOP:
        raise ValueError(f"`{name}` is in `{amount.unit}`; training compute is in FLOP")
    return amount


class Record(BaseModel):
    """A record that people write: nothing in it changes, and it has no names but its own."""

    # The docstring under an attribute is its description: `dossier.descriptions` reads it when it
    # is asked for. pydantic would read it at every start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _said(cls, values: object) -> object:
        """Take a name that nothing follows, such as `open_source:`, for one that is not there."""
        if isinstance(values, dict):
            return {name: value for name, value in values.items() if value is not None}
        return values
