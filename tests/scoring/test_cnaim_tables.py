"""CNAIM's published tables, whole, from its constants to the last digit printed.

Source: Ofgem, DNO Common Network Asset Indices Methodology v2.1, 1 April 2021. Categories that share their
constants share their rows, so each different row of a table stands here once.
"""

import numpy as np
import pytest

from capplan.scoring import cnaim

# Table 21: K in per cent by functional failure category; C is 1.087 and the health score limit 4 throughout.
K_PERCENT = {
    "LV underground box": 0.0077,
    "LV circuit breaker": 0.0041,
    "LV pillar": 0.0046,
    "LV board": 0.0069,
    "HV switchgear, primary": 0.0052,
    "HV switchgear, distribution": 0.0067,
    "EHV switchgear, 33 kV": 0.0223,
    "EHV switchgear, 66 kV": 0.0512,
    "132 kV circuit breaker": 0.0431,
    "HV transformer": 0.0078,
    "EHV or 132 kV transformer": 0.0454,
    "pole": 0.0285,
    "tower": 0.0545,
    "fittings": 0.0096,
    "overhead conductor": 0.0080,
    "oil cable": 2.0944,
    "gas cable": 4.5036,
    "submarine cable": 0.0202,
    "non-pressurised cable": 0.0658,
}
# Table 237: failures a year in health bands HI1 to HI5.
IN_YEAR = {
    "LV underground box": (0.002195, 0.002520, 0.005777, 0.009356, 0.016531),
    "LV circuit breaker": (0.001169, 0.001342, 0.003076, 0.004982, 0.008802),
    "LV pillar": (0.001311, 0.001505, 0.003451, 0.005589, 0.009876),
    "LV board": (0.001967, 0.002258, 0.005177, 0.008384, 0.014813),
    "HV switchgear, primary": (0.001482, 0.001702, 0.003901, 0.006318, 0.011164),
    "HV switchgear, distribution": (0.001910, 0.002192, 0.005027, 0.008141, 0.014384),
    "EHV switchgear, 33 kV": (0.006356, 0.007297, 0.016731, 0.027096, 0.047875),
    "EHV switchgear, 66 kV": (0.014592, 0.016754, 0.038414, 0.062212, 0.109920),
    "132 kV circuit breaker": (0.012284, 0.014104, 0.032337, 0.052370, 0.092530),
    "HV transformer": (0.002223, 0.002552, 0.005852, 0.009478, 0.016746),
    "EHV or 132 kV transformer": (0.012939, 0.014856, 0.034062, 0.055165, 0.097468),
    "pole": (0.008123, 0.009326, 0.021383, 0.034630, 0.061186),
    "tower": (0.015533, 0.017834, 0.040890, 0.066222, 0.117004),
    "fittings": (0.002736, 0.003141, 0.007203, 0.011665, 0.020610),
    "overhead conductor": (0.002280, 0.002618, 0.006002, 0.009721, 0.017175),
    "oil cable": (0.596913, 0.685357, 1.571374, 2.544859, 4.496404),
    "gas cable": (1.283546, 1.473727, 3.378934, 5.472225, 9.668642),
    "submarine cable": (0.005757, 0.006610, 0.015156, 0.024545, 0.043367),
    "non-pressurised cable": (0.018753, 0.021532, 0.049368, 0.079952, 0.141264),
}
# Table 239: typical forecast ageing rate, by the normal expected life (table 20) that it follows from.
AGEING = {
    40: 0.05994738, 50: 0.04795791, 55: 0.0435981, 60: 0.03996492,
    70: 0.03425565, 75: 0.03197194, 80: 0.02997369, 100: 0.02397895,
}  # fmt: skip
# Table 240: failures to come, discounted, by category and normal expected life.
TO_COME = {
    ("LV underground box", 55): (0.0431, 0.1763, 0.3617, 0.5708, 0.8332),
    ("LV circuit breaker", 60): (0.0227, 0.0820, 0.1708, 0.2801, 0.4269),
    ("LV pillar", 60): (0.0254, 0.0919, 0.1916, 0.3143, 0.4790),
    ("LV board", 60): (0.0382, 0.1379, 0.2875, 0.4715, 0.7184),
    ("HV switchgear, primary", 55): (0.0291, 0.1191, 0.2443, 0.3855, 0.5627),
    ("HV switchgear, distribution", 55): (0.0375, 0.1534, 0.3148, 0.4966, 0.7250),
    ("EHV switchgear, 33 kV", 50): (0.1291, 0.6052, 1.2054, 1.7886, 2.5091),
    ("EHV switchgear, 33 kV", 55): (0.1248, 0.5106, 1.0476, 1.6530, 2.4129),
    ("EHV switchgear, 33 kV", 60): (0.1234, 0.4457, 0.9291, 1.5237, 2.3219),
    ("EHV switchgear, 66 kV", 50): (0.2963, 1.3896, 2.7676, 4.1066, 5.7609),
    ("EHV switchgear, 66 kV", 55): (0.2865, 1.1723, 2.4053, 3.7953, 5.5400),
    ("132 kV circuit breaker", 50): (0.2495, 1.1697, 2.3297, 3.4569, 4.8495),
    ("132 kV circuit breaker", 55): (0.2412, 0.9869, 2.0248, 3.1948, 4.6636),
    ("132 kV circuit breaker", 60): (0.2384, 0.8615, 1.7957, 2.9450, 4.4876),
    ("HV transformer", 60): (0.0431, 0.1559, 0.3250, 0.5330, 0.8121),
    ("EHV or 132 kV transformer", 60): (0.2511, 0.9075, 1.8915, 3.1021, 4.7271),
    ("pole", 55): (0.1595, 0.6526, 1.3389, 2.1126, 3.0838),
    ("tower", 80): (0.3012, 0.7709, 1.6673, 2.7647, 4.8615),
    ("fittings", 40): (0.0694, 0.4162, 0.6737, 0.8979, 1.1667),
    ("overhead conductor", 55): (0.0448, 0.1832, 0.3758, 0.5930, 0.8656),
    ("oil cable", 75): (11.5754, 31.6439, 67.9831, 112.9162, 194.2315),
    ("gas cable", 70): (24.8906, 73.5116, 156.6694, 260.7076, 433.9966),
    ("submarine cable", 60): (0.1117, 0.4038, 0.8416, 1.3802, 2.1032),
    ("non-pressurised cable", 100): (0.3637, 0.7714, 1.6978, 2.8015, 5.0373),
}


@pytest.mark.parametrize("category", list(K_PERCENT))
def test_table_237_failures_in_the_year(category: str) -> None:
    """Table 237 from table 21's K and table 7's typical health: every row, to its six decimals."""
    assert np.round(cnaim.failures_by_band(K_PERCENT[category] / 100), 6).tolist() == list(IN_YEAR[category])


@pytest.mark.parametrize(("life", "rate"), AGEING.items())
def test_table_239_ageing_rates(life: int, rate: float) -> None:
    """Table 239 from the normal expected lives of table 20, to its eight decimals."""
    assert round(float(cnaim.initial_ageing_rate(np.array(float(life)))), 8) == pytest.approx(rate, abs=1e-12)


@pytest.mark.parametrize(("category", "life"), list(TO_COME))
def test_table_240_failures_to_come(category: str, life: int) -> None:
    """Table 240: this year and the next thirty at 3.5 %, every row, to its four decimals."""
    found = cnaim.discounted_failures_by_band(K_PERCENT[category] / 100, float(life))
    assert np.round(found, 4).tolist() == list(TO_COME[category, life])


def test_tables_236_238_and_241_for_a_low_voltage_pole() -> None:
    """Risk by criticality (down) and health (across): typical consequence times failures, to £1."""
    consequence = 2_569.68 * np.array(cnaim.CRITICALITY_FACTORS)[:, None]
    assert consequence.ravel().tolist() == pytest.approx([1_798.78, 2_569.68, 3_854.53, 6_424.21], abs=0.02)
    in_year = consequence * cnaim.failures_by_band(0.0285 / 100)
    to_come = consequence * cnaim.discounted_failures_by_band(0.0285 / 100, 55.0)
    assert in_year.round().tolist() == [
        [15, 17, 38, 62, 110], [21, 24, 55, 89, 157], [31, 36, 82, 133, 236], [52, 60, 137, 222, 393],
    ]  # fmt: skip
    printed = [
        [287, 1174, 2408, 3800, 5547], [410, 1677, 3441, 5429, 7924], [615, 2515, 5161, 8143, 11887],
        [1025, 4192, 8601, 13572, 19811],
    ]  # fmt: skip
    assert to_come == pytest.approx(np.array(printed), abs=1)
