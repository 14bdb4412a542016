print("@SIGN@ was imported by", __name__)
