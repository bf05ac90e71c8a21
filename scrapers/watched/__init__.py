"""Pages that only a browser draws are watched while a portal is declared: what they ask for becomes its declaration.

The harvest needs no browser: it asks what was watched here by the ordinary client, and a declaration is proposed only
where that answers the same rows.
"""
