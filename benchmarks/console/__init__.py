"""The staff console at size: how long each page takes, what it asks the database, and how the database finds it."""
