import time

time.sleep(1.0)
import second
