"""Runs a command several times and prints its best time (on the clock and of the processor) and peak memory as JSON.

A small process of its own: on Linux a child's peak memory starts at its parent's, so the parent must be small.
"""

import json
import os
import sys
import time

runs, command = int(sys.argv[1]), sys.argv[2:]
best, processor, peak, status = float("inf"), float("inf"), 0, 0
for _ in range(runs):
    started = time.perf_counter()
    pid = os.posix_spawn(
        command[0], command, os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_DUP2, 1, 2)],
    )  # fmt: skip
    _, status, usage = os.wait4(pid, 0)
    best, peak = min(best, time.perf_counter() - started), max(peak, usage.ru_maxrss)
    processor = min(processor, usage.ru_utime + usage.ru_stime)
    if status:
        break
megabytes = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
print(
    json.dumps(
        {"seconds": best, "processor": processor, "megabytes": megabytes, "status": os.waitstatus_to_exitcode(status)}
    )
)
