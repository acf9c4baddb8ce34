"""Where shipped and personal files are: in a checkout, in an installed package, in the user's folders.

``package_dir`` in ``setup.cfg`` puts ``templates/``, ``corpus/`` and ``examples/`` into the wheel under
``dan_van/shipped``; an editable install does not honour that mapping, so the checkout's folder stands in.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped_folder(name: str) -> Path:
    """The read-only folder ``templates``, ``corpus`` or ``examples`` that came with the library."""
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def in_checkout() -> bool:
    """Whether the library runs from its own repository (then the index is kept there)."""
    return not (_PACKAGE / "shipped").is_dir() and (_PACKAGE.parent / "setup.cfg").is_file()


def user_folder() -> Path:
    """The office's own writable folder (its corpus, its templates); ``DAN_VAN_HOME`` moves it. Not created here."""
    if home := os.environ.get("DAN_VAN_HOME"):
        return Path(home).expanduser()
    from platformdirs import user_data_path

    return user_data_path("dan_van", appauthor=False)


def index_folder() -> Path:
    """Where the index is built: ``index/`` of a checkout, else under :func:`user_folder`."""
    if in_checkout() and not os.environ.get("DAN_VAN_HOME"):
        return _PACKAGE.parent / "index"
    return user_folder() / "index"
