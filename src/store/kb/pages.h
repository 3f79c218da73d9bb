/*
 * pages.h - a file that nobody changes any more, as SQLite reads it: mapped, and read ahead by a measure of its own.
 *
 * A question touches some dozens of places all over a file of a gigabyte. Around each that is not in memory the system reads as much as the machine is
 * set up for, 128 KiB here and 8 MiB there, and most of that for nothing. So it is told to read what is touched and no more; and around a place that is
 * touched for the first time PAGES_AHEAD are asked for at once: enough for what stands side by side, and hardly longer to wait for than one page.
 *
 * SQLite calls this a VFS. Whatever is not such a file (what sorting puts aside) is left to the one that SQLite has by itself.
 */
#pragma once
#include "base/err.h"

enum { PAGES_AHEAD = 64 << 10 };

/* The name of the VFS for sqlite3_open_v2, made known to SQLite. Files are opened for reading, without a lock. NULL: SQLite took it not. */
const char *pages_vfs(void);
