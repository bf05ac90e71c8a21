"""The identities as data: one file per group of rules, and the words of their messages."""
