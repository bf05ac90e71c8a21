"""What was read from one local file, for a person and for a machine.

``record`` is the stable JSON, ``grids`` arranges facts like the printed forms, ``screen`` shows them, ``export``
writes CSV.
"""
