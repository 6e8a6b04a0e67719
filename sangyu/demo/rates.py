"""What the synthetic city looks like: shares and probabilities, each with where it comes from.

Sources: seventh national census 2020 (age and sex of the population of 60 and over); fifth sampling survey of urban
and rural elders 2021 (living arrangement, ability lost 11.6 %); figures marked "model" are our own smoothing of them.
"""

from __future__ import annotations

# lower age, upper age, millions of men, millions of women (census 2020; 60-64 raised for the birth peak of 1962-64)
AGE_SEX = (
    (60, 64, 40.7, 40.3),
    (65, 69, 36.34, 37.67),
    (70, 74, 24.16, 25.43),
    (75, 79, 14.75, 16.49),
    (80, 84, 9.11, 11.27),
    (85, 89, 4.42, 6.41),
    (90, 94, 1.31, 2.34),
    (95, 99, 0.24, 0.58),
    (100, 104, 0.035, 0.084),
)
# Probability of any loss of ability by lower age (model, gives 11.6 % on the structure of 2020).
LOSS_OF_ABILITY = {
    60: 0.049,
    65: 0.071,
    70: 0.104,
    75: 0.159,
    80: 0.252,
    85: 0.372,
    90: 0.514,
    95: 0.656,
    100: 0.656,
}
LEVEL_AMONG_LOST = ((1, 57), (2, 20), (3, 13), (4, 10))
# Share already assessed: nobody has assessed everybody, and the old and frail come first (model).
ASSESSED = {60: 0.04, 65: 0.06, 70: 0.12, 75: 0.25, 80: 0.55, 85: 0.65, 90: 0.7, 95: 0.75, 100: 0.8}
LIVES_ALONE = {60: 0.10, 70: 0.15, 80: 0.22}
LIVES_AS_COUPLE = {60: 0.52, 70: 0.44, 80: 0.26}
IN_A_HOME = {60: 0.002, 70: 0.006, 80: 0.02}
# Yearly probability of dying by lower age (model, order of magnitude of the life tables of 2020).
DIES_IN_A_YEAR = {
    60: 0.008,
    65: 0.013,
    70: 0.022,
    75: 0.04,
    80: 0.07,
    85: 0.115,
    90: 0.18,
    95: 0.27,
    100: 0.38,
}
MOVES_IN_A_YEAR = 0.003
WIDOWED_IN_A_YEAR = 0.012
ETHNICITY = (
    ("01", 30),
    ("06", 46),
    ("12", 11),
    ("08", 2),
    ("09", 2),
    ("13", 2),
    ("15", 2),
    ("25", 2),
    ("05", 1),
)
EDUCATION = (("90", 30), ("80", 41), ("70", 17), ("60", 9), ("30", 2), ("20", 1))
DECLARED = {  # category → share of all elders (model)
    "minimum_living": 0.045,
    "destitute_support": 0.011,
    "low_income_edge": 0.012,
    "family_planning_special": 0.004,
    "severe_disability": 0.022,
    "veteran_care": 0.006,
    "dementia": 0.012,
}
LEFT_BEHIND_RURAL = 0.08


def by_age(table: dict[int, float], age: int) -> float:
    """The value of the highest age not above `age`."""
    return table[max(low for low in table if low <= max(age, 60))]
