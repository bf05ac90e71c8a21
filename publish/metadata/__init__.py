"""What machines and people are told about a version, all made from its descriptor and the schemas.

``dcat`` for data catalogues, ``schema_org`` for search engines, ``feeds`` for those who wait for news.
"""
