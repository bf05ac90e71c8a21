"""The commands of ``xinfang``, one module per subject."""
