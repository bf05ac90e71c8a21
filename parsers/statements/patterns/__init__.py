"""Declarations of the sentences that disclosures are written in; ``narrative`` reads by them.

``words.yaml`` units, directions, bases of comparison, measures and fillers; ``subjects.yaml`` what sentences speak of
and under which statement and item it is published; ``sections.yaml`` headings; ``prose.yaml`` staff, organisation,
performance and workload. All words are written as printed, in any form of brackets.
"""
