"""The ground floor: what the words of the dataset mean.

Records, money and units, divisions, agencies, classification codes, redaction rules and the ports (store, clock)
through which the other rooms reach the world. Nothing here does I/O beyond reading its own reference tables, and
nothing here imports another room.
"""
