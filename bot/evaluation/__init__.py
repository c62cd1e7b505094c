"""Measures understanding and dialogue on the evaluation data (`manage.py evaluate`)."""
