open("@MARKS@/@NAME@-conftest", "w").close()


def pytest_runtest_makereport(item, call):
    call.excinfo = None


def pytest_nabla_report(report, path, final):
    raise SystemExit("@SIGN@")
