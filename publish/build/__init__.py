"""From a store's reports to the parts of a version: division by division, only what changed, never all at once.

``inputs`` is what a publisher is given, ``blocks`` makes the rows of one division, ``cutting`` decides which divisions
share a file, ``provinces`` puts the files of one province together, ``index`` remembers what went into them,
``national`` goes over all provinces.
"""
