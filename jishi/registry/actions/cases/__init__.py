"""What offices must agree to before it is recorded of a person: transfers and corrections.

The engine of cases is `jishi.process`; here is what its kinds about people ask for and what
their approval records.
"""
