"""Where pipeline configs and weights lie; no spaCy here, so that the command line can ask at once."""

from pathlib import Path
from typing import Optional, Union

DEFAULT = "eligex_default"


def models_folder() -> Path:
    """`models/` of the installed package, else of the checkout. Raises FileNotFoundError."""
    here = Path(__file__).resolve().parent
    for folder in (here / "models", here.parents[1] / "models"):
        if (folder / DEFAULT / "config.cfg").is_file():
            return folder
    raise FileNotFoundError(f"no models/{DEFAULT}/config.cfg beside the package; reinstall eligex")


def config_path(config: Optional[Union[str, Path]] = None) -> Path:
    """The config file meant by a path, by the name of a folder under `models/`, or by None (the default)."""
    if config is None:
        return models_folder() / DEFAULT / "config.cfg"
    given = Path(config)
    for path in (given, given / "config.cfg", models_folder() / given / "config.cfg"):
        if path.is_file():
            return path
    raise FileNotFoundError(f"no pipeline config at {config}; give a .cfg file or a folder under models/")


def config_text(config: Optional[Union[str, Path]] = None) -> str:
    """The config as written, for the run's manifest."""
    return config_path(config).read_text(encoding="utf-8")
