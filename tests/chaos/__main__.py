"""`python -m tests.chaos`: both runs, and the report on them."""
