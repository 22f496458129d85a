"""Every answer, kept as WARC before it is read: the only place of WARC files.

    with Archive.open(folder, operator=contact, user_agent=agent, now=clock.now) as archive:
        place = archive.write(exchange)     # on the disk, whole
        page = archive.read(place)          # codings undone

`read_warc` reads the WARCs of others, `Tape` plays one as the network.
"""

from scraper.archive.check import Checked, check_warc
from scraper.archive.exchanges import read_warc
from scraper.archive.folder import MAX_FILE, Archive, make_indexes, warc_files
from scraper.archive.reader import MAX_RECORD, Captured, Cut, page_of
from scraper.archive.tape import Tape

__all__ = [
    "MAX_FILE",
    "MAX_RECORD",
    "Archive",
    "Captured",
    "Checked",
    "Cut",
    "Tape",
    "check_warc",
    "make_indexes",
    "page_of",
    "read_warc",
    "warc_files",
]
