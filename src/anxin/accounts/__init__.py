"""Accounts: who is here, for whom, and what they may see.

Owns    areas, organisations, people, roles and the scope that each grant reaches.
Offers  the Actor every service asks for; queries on areas and organisations; services for accounts.
Refuses a row outside the actor's reach (it looks as if it did not exist) and a grant to oneself.
"""
