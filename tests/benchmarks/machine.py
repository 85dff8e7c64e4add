"""What the benchmarks run on, in the words of their caption."""

import os
import platform
from pathlib import Path

__all__ = ["machine"]

_INFO = Path("/proc/cpuinfo")


def machine() -> dict[str, str]:
    """Processor, memory, system and Python of this machine, never its name."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "processor": f"{_model()} ({os.cpu_count()} cores)",
        "memory": f"{gigabytes:.0f} GB",
        "system": platform.system(),
        "python": f"Python {platform.python_version()}",
    }


def _model() -> str:
    lines = _INFO.read_text(encoding="utf-8").splitlines() if _INFO.exists() else []
    found = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.machine())
