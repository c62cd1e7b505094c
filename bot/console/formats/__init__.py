"""How pages write days and times, for Django's FORMAT_MODULE_PATH.

Django's own English is that of American newspapers ("Nov. 28, 2026, 9:05 a.m.", "noon"), and its Indonesian shortens each month with a
full stop. Offices in Indonesia and Japan write the day before the month, or the year first, and count twenty-four hours.
"""
