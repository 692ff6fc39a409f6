"""The sample estate: how many machines, how old, how busy, and the same every time."""

import pandas as pd
import pytest

from capplan import columns as c
from capplan.errors import InputError
from capplan.reference import load_reference
from capplan.samples import make_estate
from capplan.samples.ages import AS_AT
from capplan.samples.fleet import fleet

XRAY = ("xray_room", "xray_mobile", "fluoroscopy", "fluoroscopy_c_arm", "c_arm_mobile")
MRI = ("mri", "mri_3t")


@pytest.fixture(scope="module")
def estate() -> pd.DataFrame:
    return make_estate(seed=1)


def ages(estate: pd.DataFrame) -> pd.Series:
    """Age in years, by install date, else by the middle of the year of manufacture."""
    made = pd.to_datetime(estate[c.MANUFACTURE_YEAR].astype("str") + "-07-01", errors="coerce")
    return (pd.Timestamp(AS_AT) - estate[c.INSTALL_DATE].fillna(made)).dt.days / 365.25


def share_of_organisations(estate: pd.DataFrame, column: str) -> pd.Series:
    return estate[column].notna().groupby(estate[c.ORGANISATION_CODE]).mean()


def test_national_counts(estate: pd.DataFrame) -> None:
    """England's fleet in 2021: 516 CT, 425 MRI and about 3,000 X-ray units."""
    counts = estate[c.ASSET_CLASS].value_counts()
    assert counts["ct"] == 516
    assert counts[list(MRI)].sum() == 425
    assert counts["mri_3t"] == pytest.approx(0.15 * 425, abs=1)
    assert counts[list(XRAY)].sum() == pytest.approx(3000, abs=150)
    assert 6500 <= len(estate) <= 7000


def test_organisations_and_networks(estate: pd.DataFrame) -> None:
    """24 networks hold 137 organisations with two to four sites each, all of them said to be fictional."""
    assert estate[c.NETWORK].nunique() == 24
    assert estate[c.ORGANISATION_CODE].nunique() == estate[c.ORGANISATION].nunique() == 137
    assert estate.groupby(c.ORGANISATION_CODE)[c.SITE_CODE].nunique().between(2, 4).all()
    assert estate[c.ORGANISATION].str.endswith("(fictional)").all()
    assert estate[c.NOTES].str.contains("Synthetic").all()


def test_codes_have_the_shape_of_real_ones_and_are_none(estate: pd.DataFrame) -> None:
    """Codes are 3 and 5 characters like ODS codes, and begin with Z, as no trust's does."""
    assert estate[c.ORGANISATION_CODE].str.fullmatch(r"Z[A-Z]\d").all()
    assert (estate[c.SITE_CODE].str.slice(0, 3) == estate[c.ORGANISATION_CODE]).all()
    assert estate[c.SITE_CODE].str.len().eq(5).all()


def test_every_organisation_has_a_ct_and_an_mri(estate: pd.DataFrame) -> None:
    """Acute organisations all scan: none is without CT, MRI and an X-ray room."""
    held = pd.crosstab(estate[c.ORGANISATION_CODE], estate[c.ASSET_CLASS])
    assert (held[["ct", "mri", "xray_room"]] >= 1).all(axis=None)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shares_of_ten_years_or_older(seed: int) -> None:
    """At every seed about 14 % of CT and 34 % of MRI are 10 years or older."""
    estate = make_estate(seed=seed)
    old = ages(estate) >= 10
    assert old[estate[c.ASSET_CLASS] == "ct"].mean() == pytest.approx(0.14, abs=0.015)
    assert old[estate[c.ASSET_CLASS].isin(MRI)].mean() == pytest.approx(0.34, abs=0.02)


def test_ages_have_long_tails(estate: pd.DataFrame) -> None:
    """A few X-ray units are over 30, some CT over 15; nothing is from the future."""
    age = ages(estate)
    assert 3 <= (age[estate[c.ASSET_CLASS].isin(XRAY)] > 30).sum() <= 60
    assert (age[estate[c.ASSET_CLASS] == "ct"] > 15).sum() >= 5
    assert (estate[c.INSTALL_DATE].dropna() < pd.Timestamp(AS_AT)).all()


def test_activity_is_around_the_national_means(estate: pd.DataFrame) -> None:
    """A CT scanner does about 11,300 examinations a year and an MRI scanner about 8,900."""
    mean = estate.groupby(estate[c.ASSET_CLASS].replace("mri_3t", "mri"))[c.ACTIVITY_PER_YEAR].mean()
    assert mean["ct"] == pytest.approx(11_300, rel=0.06)
    assert mean["mri"] == pytest.approx(8_900, rel=0.06)


def test_organisations_differ_in_activity(estate: pd.DataFrame) -> None:
    """Between organisations, CT activity a machine ranges at least twofold."""
    scanners = estate[estate[c.ASSET_CLASS] == "ct"]
    by_organisation = scanners.groupby(c.ORGANISATION_CODE)[c.ACTIVITY_PER_YEAR].mean().dropna()
    assert by_organisation.quantile(0.98) > 2 * by_organisation.quantile(0.02)


def test_fault_rates(estate: pd.DataFrame) -> None:
    """The fleet loses a machine about every second year; machines of 12 years or more, at least once a year."""
    seen = estate[estate[c.OBSERVATION_YEARS].notna()]
    rate = seen[c.UNPLANNED_EVENTS].astype("float64") / seen[c.OBSERVATION_YEARS]
    ten_year_life = seen[c.ASSET_CLASS].isin(["ct", *MRI])
    assert rate.mean() == pytest.approx(0.5, abs=0.1)
    assert rate[ten_year_life & (ages(seen) >= 12)].mean() > 1.0
    assert rate[ages(seen) < 3].mean() < 0.4


def test_nothing_is_watched_for_longer_than_it_has_stood(estate: pd.DataFrame) -> None:
    """Faults are counted over at most the age, rounded up to half a year."""
    watched = estate.dropna(subset=[c.INSTALL_DATE, c.OBSERVATION_YEARS])
    assert len(watched) > 1000
    assert (watched[c.OBSERVATION_YEARS] <= ages(watched) + 0.51).all()


def test_support_status_follows_its_date(estate: pd.DataFrame) -> None:
    """Where both are given, support has ended exactly if its date has passed."""
    both = estate.dropna(subset=[c.END_OF_SUPPORT_DATE, c.SUPPORT_STATUS])
    ended = both[c.SUPPORT_STATUS].isin(["ended_spares", "ended_no_spares"])
    assert len(both) > 500
    assert (ended == (both[c.END_OF_SUPPORT_DATE] <= pd.Timestamp(AS_AT))).all()


def test_hard_gates_are_rare(estate: pd.DataFrame) -> None:
    """Suspended machines, exploited software and unmitigated notices: a handful of each in the country."""
    for column, value in ((c.QA_STATUS, "suspended"), (c.OS_STATUS, "exploited"), (c.SAFETY_NOTICE, "unmitigated")):
        assert 1 <= (estate[column] == value).sum() <= 15, column


def test_dose_is_for_ionising_classes_only(estate: pd.DataFrame) -> None:
    """MRI and ultrasound have no dose."""
    assert estate.loc[estate[c.ASSET_CLASS].isin([*MRI, "ultrasound"]), c.DOSE_RATIO].isna().all()
    assert estate[c.DOSE_RATIO].notna().any()


def test_evidence_is_missing_by_organisation(estate: pd.DataFrame) -> None:
    """Some organisations keep good fault logs, others next to none."""
    kept = share_of_organisations(estate, c.UNPLANNED_EVENTS)
    assert (kept > 0.8).mean() > 0.25
    assert (kept < 0.3).mean() > 0.25


def test_every_machine_has_a_date(estate: pd.DataFrame) -> None:
    """Each gives an install date or a year of manufacture."""
    assert (estate[c.INSTALL_DATE].notna() | estate[c.MANUFACTURE_YEAR].notna()).all()


def test_replacement_costs(estate: pd.DataFrame) -> None:
    """About 70 % give a replacement cost, a round number within the class's low and high price."""
    prices = load_reference().classes.loc[estate[c.ASSET_CLASS]].reset_index(drop=True)
    given = estate[c.REPLACEMENT_COST_GBP].notna()
    cost = estate.loc[given, c.REPLACEMENT_COST_GBP]
    assert given.mean() == pytest.approx(0.70, abs=0.05)
    assert (cost % 1000 == 0).all()
    assert (cost >= prices.loc[given, "price_low_gbp"]).all()
    assert (cost <= prices.loc[given, "price_high_gbp"]).all()


def test_money_is_never_nought(estate: pd.DataFrame) -> None:
    """A nought means blank in a register, so none is written."""
    for column in (c.REPLACEMENT_COST_GBP, c.WORKS_COST_GBP, c.PURCHASE_COST_GBP, c.MAINTENANCE_GBP_PER_YEAR):
        assert (estate[column].dropna() > 0).all(), column


def test_most_machines_are_owned(estate: pd.DataFrame) -> None:
    """Owned is usual; leases, managed services, PFI and charity each occur."""
    shares = estate[c.FINANCE_METHOD].value_counts(normalize=True)
    assert shares["owned"] > 0.75
    assert set(shares.index) == {"owned", "lease", "managed_service", "pfi", "charity"}


def test_choices_are_known(estate: pd.DataFrame) -> None:
    """Every choice is one that its column allows, every class one of the reference tables."""
    for column in c.ASSETS:
        if column in estate and column.choices:
            assert set(estate[column].dropna()) <= set(column.choices), column
    assert set(estate[c.ASSET_CLASS]) <= set(load_reference().classes.index)


def test_asset_ids_are_unique(estate: pd.DataFrame) -> None:
    """An asset's id is its own in the whole country."""
    assert estate[c.ASSET_ID].is_unique


def test_the_need_is_larger_than_the_money(estate: pd.DataFrame) -> None:
    """CT and MRI past their middle life cost more to replace, with works and VAT, than the £200m of the plan."""
    classes = load_reference().classes
    scanners = estate[estate[c.ASSET_CLASS].isin(["ct", *MRI]) & (ages(estate) >= 10)]
    price = scanners[c.ASSET_CLASS].map(classes["price_mid_gbp"] * (1 + classes["works_share_mid"]))
    assert price.sum() * 1.2 > 250_000_000


def test_same_seed_same_rows() -> None:
    """The same seed and size give the same estate; another seed another one."""
    pd.testing.assert_frame_equal(make_estate(seed=7, assets=500), make_estate(seed=7, assets=500))
    assert not make_estate(seed=7, assets=500).equals(make_estate(seed=8, assets=500))


@pytest.mark.parametrize("assets", [1, 2, 16, 49, 1000, 20_000])
def test_any_size(assets: int) -> None:
    """A sample has exactly as many machines as were asked for, each with an id of its own."""
    estate = make_estate(assets=assets)
    assert len(estate) == assets
    assert estate[c.ASSET_ID].is_unique
    assert list(estate.columns) == list(make_estate(assets=1).columns)


@pytest.mark.parametrize("assets", [0, -5, 200_001])
def test_sizes_out_of_range(assets: int) -> None:
    """A size that cannot be made is refused with the range that can."""
    with pytest.raises(InputError, match="1 to 200,000"):
        make_estate(assets=assets)


def test_a_large_sample_has_the_national_mix() -> None:
    """At any size the mix of classes is the national one."""
    counts = make_estate(assets=20_000)[c.ASSET_CLASS].value_counts()
    national = fleet()["count"]
    assert (counts / 20_000 - national / national.sum()).abs().max() < 1e-4


def test_every_figure_has_a_source() -> None:
    """Each row of the fleet table says where its figures come from, and how sure they are."""
    assert fleet()["source"].str.len().gt(10).all()
    assert set(fleet()["status"]) <= {"derived", "assumed"}
