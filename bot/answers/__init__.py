"""Words the answers that citizens read: plain functions from catalogue values to replies, without Rasa and without a database."""
