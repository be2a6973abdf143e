"""The original package's functions, with its arrays bit for bit, and errors where it would hand back something else.

import mnist1d_builder.compat as mnist1d
from mnist1d_builder.compat.data import make_dataset, get_dataset_args
"""

from . import data
from .data import get_dataset, get_dataset_args, get_templates, make_dataset

__all__ = ["data", "get_dataset", "get_dataset_args", "get_templates", "make_dataset"]
