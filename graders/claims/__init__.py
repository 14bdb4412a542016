"""Trainings that students claim: their files are found, run behind the wall, and judged.

`graders.comparing.claims` holds what is compared with what; here it meets files, the sandbox, the
instructor's images and the baselines.
"""
