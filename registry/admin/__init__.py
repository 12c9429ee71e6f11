"""The back office. Importing it registers every table and page with its site."""

from . import accounts as accounts
from . import alarms as alarms
from . import counts as counts
from . import falling as falling
from . import grounds as grounds
from . import imports as imports
from . import log as log
from . import office as office
from . import people as people
from . import reference as reference
from . import runs as runs
