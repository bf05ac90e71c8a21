"""Rebuilds the bundled sample files (``infra/samples/files``) from ``infra/samples/content``.

Run ``python -m infra.samples.build``. Needs the development dependencies, a TrueType Chinese font and, for the legacy
``.doc``, LibreOffice. The committed files are what the sample portals serve; nothing here runs in production.
"""
