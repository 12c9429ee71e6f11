"""Whatever is typed into a form or an address, by whoever: it is refused or taken, and nothing breaks."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from registry import decisions
from registry.models import Application

from .matrix import REST_OF_FIELDS, TABLE, Scene
