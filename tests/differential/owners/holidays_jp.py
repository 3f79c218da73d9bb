"""Japan's holidays from 1949 to 2099 as a Python package has them, named as the first argument; a date a line."""
import sys

if sys.argv[1] == "jpholiday":
    import jpholiday
    days = {day for year in range(1949, 2100) for day, _ in jpholiday.year_holidays(year)}
else:
    import holidays
    days = set(holidays.country_holidays("JP", years=range(1949, 2100)))
for day in sorted(days):
    print(day.isoformat())
