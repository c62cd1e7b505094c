"""What staff do with the catalogue: versions of services, checks, verification, offices. No pages: those are in bot/console/catalogue."""
