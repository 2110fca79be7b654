"""The command line: commands parse arguments, call the desk, print.

Exit codes: 0 fine; 1 the answer is "not complete" or there are findings; 2 wrong use; 3 bad input; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command that ``sys.argv`` names, and exit."""
    # A command makes many small values, few of them in cycles: looking for these less often saves a tenth of its time,
    # and still keeps memory flat over many documents.
    gc.set_threshold(50_000, 5, 2)
    from translate_flow.cli.commands import application
    from translate_flow.errors import TranslateFlowError

    try:
        application(sys.argv[1:])(prog_name="translate-flow")
    except TranslateFlowError as error:
        print(f"translate-flow: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader of our output left (``| head``): not an error, but nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
