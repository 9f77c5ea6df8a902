"""The calendar: painted views of days, weeks, months and a list, and what a hand does on them."""
