"""The holidays of 2015 to 2026 as the yearly notices of the State Council's office arranged them.

Typed from the notices, apart from the package that seeds the calendar: a second source to check it by. For
each year the days off as ``from..to``, and the weekend days worked instead (调休上班).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

OFF = {
    2015: "0101..0103 0218..0224 0404..0406 0501..0503 0620..0622 0903..0905 0926..0927 1001..1007",
    2016: "0101..0103 0207..0213 0402..0404 0430..0502 0609..0611 0915..0917 1001..1007",
    2017: "0101..0102 0127..0202 0402..0404 0429..0501 0528..0530 1001..1008 1230..1231",
    2018: "0101..0101 0215..0221 0405..0407 0429..0501 0616..0618 0922..0924 1001..1007 1230..1231",
    2019: "0101..0101 0204..0210 0405..0407 0501..0504 0607..0609 0913..0915 1001..1007",
    2020: "0101..0101 0124..0202 0404..0406 0501..0505 0625..0627 1001..1008",
    2021: "0101..0103 0211..0217 0403..0405 0501..0505 0612..0614 0919..0921 1001..1007",
    2022: "0101..0103 0131..0206 0403..0405 0430..0504 0603..0605 0910..0912 1001..1007 1231..1231",
    2023: "0101..0102 0121..0127 0405..0405 0429..0503 0622..0624 0929..1006 1230..1231",
    2024: "0101..0101 0210..0217 0404..0406 0501..0505 0608..0610 0915..0917 1001..1007",
    2025: "0101..0101 0128..0204 0404..0406 0501..0505 0531..0602 1001..1008",
    2026: "0101..0103 0215..0223 0404..0406 0501..0505 0619..0621 0925..0927 1001..1007",
}
WORKED = {
    2015: "0104 0215 0228 0906 1010",
    2016: "0206 0214 0612 0918 1008 1009",
    2017: "0122 0204 0401 0527 0930",
    2018: "0211 0224 0408 0428 0929 0930 1229",
    2019: "0202 0203 0428 0505 0929 1012",
    2020: "0119 0426 0509 0628 0927 1010",
    2021: "0207 0220 0425 0508 0918 0926 1009",
    2022: "0129 0130 0402 0424 0507 1008 1009",
    2023: "0128 0129 0423 0506 0625 1007 1008",
    2024: "0204 0218 0407 0428 0511 0914 0929 1012",
    2025: "0126 0208 0427 0928 1011",
    2026: "0104 0214 0228 0509 0920 1010",
}


def _day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))


def festivals(year: int) -> list[tuple[date, date]]:
    """The stretches of days off, first and last day of each."""
    return [(_day(year, one[:4]), _day(year, one[6:])) for one in OFF[year].split()]


def worked_weekends(year: int) -> list[date]:
    return [_day(year, one) for one in WORKED[year].split()]


def working_days(first: date, last: date) -> Iterator[date]:
    """The days on which offices work, in order; in years without a notice Monday to Friday."""
    off = {
        start + timedelta(days=n)
        for year in OFF
        for start, end in festivals(year)
        for n in range((end - start).days + 1)
    }
    worked = {day for year in WORKED for day in worked_weekends(year)}
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        if day in worked or (day.weekday() < 5 and day not in off):
            yield day
