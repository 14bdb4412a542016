"""A report as data, and back."""

import json
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from graders.model import Isolation, Protection, Report
from graders.reports.stored import from_stored, to_stored


def back(report: Report) -> Report:
    return from_stored(json.loads(json.dumps(to_stored(report))))


@settings(max_examples=200)
@given(st.from_type(Report))
def test_every_report_comes_back_whole(report):
    assert repr(back(report)) == repr(report)  # a leaderboard may hold what is not a number


@given(st.builds(Isolation, st.sampled_from(Protection), st.text()))
def test_what_kept_code_apart_comes_back(isolation):
    report = Report("s1", "hw1", "Homework 1", (), "1.0", 0.5, isolation=isolation)
    assert back(report) == report


def test_realistic_reports_come_back(realistic, hostile, classroom):
    for report in (realistic, *classroom):
        assert back(report) == report
    assert repr(back(hostile)) == repr(hostile)


def test_reports_that_follow_one_another_share_their_questions(classroom):
    first, second = (back(report) for report in classroom[:2])
    assert first.verdicts[0].question is second.verdicts[0].question
    assert pickle.loads(pickle.dumps(first)) == first


def test_a_question_that_has_changed_is_not_taken_for_the_one_before(realistic):
    from dataclasses import replace

    verdict = realistic.verdicts[0]
    other = replace(verdict, question=replace(verdict.question, title="Another title"))
    assert back(replace(realistic, verdicts=(other,))).verdicts == (other,)
    assert back(realistic) == realistic
