raise SystemExit("@SIGN@")
