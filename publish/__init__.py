"""From facts and checks to versions people can download, cite and verify: schemas, tables, package, store, versions."""
