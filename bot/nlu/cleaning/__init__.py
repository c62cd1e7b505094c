"""Frees a citizen's message of what keeps it from being understood: politeness around the question, slips of the keyboard, lost spaces,
Japanese without kanji. What the citizen wrote stays as it is everywhere else; only the understanding reads the cleaned form.
"""
