"""From parsed reports to a published version: stores, schemas, tables, package, versions.

``store`` keeps bytes (folder or S3), ``schemas`` says what each table is, ``tables`` makes rows out of facts,
``package`` writes them as a Data Package, ``gate`` refuses what is not right, ``versions`` commits and reads versions.
"""
