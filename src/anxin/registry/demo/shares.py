"""How many, of what, how good: the shape of the invented district. None of these is law or survey.

Orders of magnitude follow what is published of such districts: piped gas in town and bottled gas in
the country, one in eight users a restaurant, and ageing hoses, stoves without flame failure protection
and stoves past their age as more than half of household faults.
"""

# town code → (files, share on piped gas, how much worse than average, how much less is known)
TOWNS: dict[str, tuple[int, float, float, float]] = {
    "001": (6400, 0.86, 0.75, 0.7),
    "002": (2400, 0.62, 0.95, 1.0),
    "003": (2100, 0.46, 1.05, 0.9),
    "004": (2300, 0.42, 1.10, 1.2),
    "005": (2100, 0.40, 0.90, 0.6),
    "101": (1500, 0.20, 1.35, 1.4),
    "106": (1600, 0.18, 1.45, 1.1),
    "107": (1700, 0.16, 1.20, 1.6),
    "400": (1700, 0.74, 0.65, 0.5),
}
ELSEWHERE = (1500, 0.30, 1.0, 1.0)
# a 村 has far less piped gas than a 社区 of the same town
RURAL_PIPED = 0.35
CATERING = 0.12
HARDSHIP = {"minimum_living": 0.009, "destitute": 0.004, "low_income_edge": 0.002}
HARDSHIP_WITH_DEVICE = 0.62
NO_GAS = {"electric": 0.03, "none": 0.012, "other_fuel": 0.006}

FAULTY_HOME, FAULTY_KITCHEN = 0.24, 0.34
BOTTLED_IS_WORSE = 1.35
INCOMPLETE = 0.11
LEFT_OPEN = 0.4

# fault → weight; a fault that cannot occur with the gas at hand is drawn again
HOME_FAULTS = {
    "old_hose": 34,
    "no_flame_failure": 20,
    "old_stove": 18,
    "not_threaded": 9,
    "regulator": 9,
    "meter": 5,
    "self_closing": 3,
    "not_conforming": 2,
}
KITCHEN_FAULTS = {
    "household_device": 16,
    "no_device": 14,
    "offline": 18,
    "old_hose": 16,
    "no_flame_failure": 12,
    "old_device": 8,
    "regulator": 7,
    "main_pipe": 4,
    "main_hose": 3,
    "not_conforming": 2,
}
# venue of the pack → (weight, share that is small, typical floor area)
VENUES: dict[str, tuple[int, float, int]] = {
    "street_shop": (66, 0.9, 85),
    "food_stall": (7, 1.0, 30),
    "large_restaurant": (4, 0.0, 900),
    "large_hotel": (1, 0.0, 2400),
    "urban_complex": (5, 0.5, 160),
    "school": (4, 0.0, 650),
    "enterprise_canteen": (6, 0.0, 420),
    "government_canteen": (2, 0.0, 380),
    "hospital": (1, 0.0, 520),
    "elderly_care": (2, 0.2, 240),
    "religious": (1, 0.3, 120),
    "other_catering": (1, 0.6, 100),
}
PLANNED = 0.58
