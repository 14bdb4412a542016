"""Runs student code behind a wall: another process, with nothing near that it may not have.

    grader ── control ──> zygote ── forks ──> child
       └───────── requests, replies, output ────┘

The *grader* holds references and writes results. The *zygote* is a fresh interpreter that loads
numpy or torch and knows no secret. A *child* is forked from it for each question, takes its
layers (`inside/layers`), loads the student's source and answers requests with plain values. It
never compares and never says what is right. `docs/security.md` says what is promised where.
"""
