"""How time grows with length: a measurement, for tests marked ``bench``."""

from collections.abc import Callable
from time import process_time

from translate_flow.documents.model import Format, Options
from translate_flow.documents.splicing import splice


def grows_with_length(work: Callable[[int], object], few: int, many: int) -> bool:
    """Whether work on ``many`` pieces takes as much longer than on ``few`` as they are more, and not its square."""
    return seconds(work, many) < 0.2 + 4 * many / few * seconds(work, few)


def seconds(work: Callable[[int], object], count: int) -> float:
    """Processor time, the best of three: the machine may be busy."""
    times = []
    for _ in range(3):
        start = process_time()
        work(count)
        times.append(process_time() - start)
    return min(times)


def translated(form: Format, source: str) -> str:
    """The document with other words in each unit, some of them a markup's."""
    units = form.parse(source, Options())
    return splice(source, units, {index: f"{unit.text} [x] * y" for index, unit in enumerate(units)}, form)
