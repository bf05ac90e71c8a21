"""The catalogue: a static site for readers, written with each version.

Data for the browser is made of published rows only (``reports``, ``counties``, ``provinces``, ``national``, ``search``,
``dictionary``); the program that shows it lies in ``frontend/`` and is put together by ``bundle``. ``catalogue`` ties
both to a version.
"""
