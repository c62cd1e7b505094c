"""Numbers, amounts of money, lengths of time, dates and times of day as Indonesian and Japanese texts write them, made comparable."""
