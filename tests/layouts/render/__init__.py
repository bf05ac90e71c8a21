"""One module per file format: a built document to bytes."""
