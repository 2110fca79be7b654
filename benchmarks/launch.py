"""Run a command and print what it cost: user CPU and clock in seconds, peak memory in bytes.

    python -I -S launch.py COMMAND …

The kernel counts a child's peak memory from its parent's at the time of the fork. This parent imports nothing, so that
it stays smaller than whatever it measures.
"""

import os
import sys
import time

start = time.perf_counter()
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(child, 0)
print(usage.ru_utime, time.perf_counter() - start, usage.ru_maxrss * 1024)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
