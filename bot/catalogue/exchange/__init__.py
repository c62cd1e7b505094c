"""The catalogue in other people's formats: YAML, CSV, XLSX, Open Referral HSDS and schema.org out; CSV and XLSX in again."""
