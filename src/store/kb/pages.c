#include "store/kb/pages.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include "base/file.h"
#include "base/mem.h"

struct pages {
	sqlite3_file   file;         /* SQLite's part comes first              */
	unsigned char *bytes;
	size_t         len;
	unsigned char *asked;        /* a bit for each PAGES_AHEAD that was    */
};

static struct pages *
pages_of(sqlite3_file *file)
{
	return (struct pages *)(void *)file;
}

/* ------------------------------------------------------------------------------------------------- reading */

static void
ask_for(struct pages *pages, size_t at, size_t len)
{
	for (size_t part = at / PAGES_AHEAD; part <= (at + len - 1) / PAGES_AHEAD; part++) {
		size_t from = part * PAGES_AHEAD, rest = pages->len - from;
		unsigned bit = 1U << part % 8;

		if ((pages->asked[part / 8] & bit) != 0)
			continue;
		pages->asked[part / 8] = (unsigned char)(pages->asked[part / 8] | bit);
		/* Only advice: a page that does not come this way comes when it is touched. */
		(void)madvise(pages->bytes + from, rest < PAGES_AHEAD ? rest : PAGES_AHEAD, MADV_WILLNEED);
	}
}

static bool
is_within(const struct pages *pages, sqlite3_int64 at, int len)
{
	return at >= 0 && len > 0 && (size_t)at <= pages->len && (size_t)len <= pages->len - (size_t)at;
}

/* NULL leaves SQLite to pages_read. */
static int
pages_fetch(sqlite3_file *file, sqlite3_int64 at, int len, void **ret_bytes)
{
	struct pages *pages = pages_of(file);

	*ret_bytes = NULL;
	if (!is_within(pages, at, len))
		return SQLITE_OK;
	ask_for(pages, (size_t)at, (size_t)len);
	*ret_bytes = pages->bytes + at;
	return SQLITE_OK;
}

static int
pages_unfetch(sqlite3_file *file, sqlite3_int64 at, void *bytes)
{
	(void)file, (void)at, (void)bytes;
	return SQLITE_OK;
}

/* What lies behind the end is zeros, and said to be. */
static int
pages_read(sqlite3_file *file, void *to, int len, sqlite3_int64 at)
{
	struct pages *pages = pages_of(file);
	size_t have = at < 0 || (size_t)at >= pages->len ? 0 : pages->len - (size_t)at;

	if (is_within(pages, at, len)) {
		ask_for(pages, (size_t)at, (size_t)len);
		memcpy(to, pages->bytes + at, (size_t)len);
		return SQLITE_OK;
	}
	if (len > 0)
		memset(to, 0, (size_t)len);
	if (have > 0)
		memcpy(to, pages->bytes + at, have);
	return SQLITE_IOERR_SHORT_READ;
}

static int
pages_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
	*ret_size = (sqlite3_int64)pages_of(file)->len;
	return SQLITE_OK;
}

/* --------------------------------------------------------------------------------- what nobody does with it */

static int
pages_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	(void)file, (void)bytes, (void)len, (void)at;
	return SQLITE_READONLY;
}

static int
pages_truncate(sqlite3_file *file, sqlite3_int64 len)
{
	(void)file, (void)len;
	return SQLITE_READONLY;
}

/* Nothing to sync, and no one to lock it against. */
static int
pages_nothing(sqlite3_file *file, int how)
{
	(void)file, (void)how;
	return SQLITE_OK;
}

static int
pages_reserved(sqlite3_file *file, int *ret_reserved)
{
	(void)file;
	*ret_reserved = 0;
	return SQLITE_OK;
}

static int
pages_control(sqlite3_file *file, int what, void *value)
{
	(void)file, (void)what, (void)value;
	return SQLITE_NOTFOUND;
}

static int
pages_sector(sqlite3_file *file)
{
	(void)file;
	return 0;
}

static int
pages_traits(sqlite3_file *file)
{
	(void)file;
	return SQLITE_IOCAP_IMMUTABLE;
}

/* ------------------------------------------------------------------------------------------------- opening */

static int
pages_close(sqlite3_file *file)
{
	struct pages *pages = pages_of(file);

	(void)munmap(pages->bytes, pages->len);
	mem_free(pages->asked);
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
	.iVersion = 3, .xClose = pages_close, .xRead = pages_read, .xWrite = pages_write, .xTruncate = pages_truncate, .xSync = pages_nothing,
	.xFileSize = pages_size, .xLock = pages_nothing, .xUnlock = pages_nothing, .xCheckReservedLock = pages_reserved, .xFileControl = pages_control,
	.xSectorSize = pages_sector, .xDeviceCharacteristics = pages_traits, .xFetch = pages_fetch, .xUnfetch = pages_unfetch,
};

/* Written once, before anybody opens anything; SQLite keeps its list of them under a lock of its own. */
static sqlite3_vfs mapped;
static sqlite3_vfs *usual;

static int
pages_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *ret_flags)
{
	struct pages *pages = pages_of(file);
	struct stat info;
	void *bytes;
	int fd FD_SCOPE = -1;

	(void)vfs;
	if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
		return usual->xOpen(usual, name, file, flags, ret_flags);
	*pages = (struct pages){ 0 };
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &info) != 0 || info.st_size == 0)
		return SQLITE_CANTOPEN;
	bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (bytes == MAP_FAILED)
		return SQLITE_CANTOPEN;
	(void)madvise(bytes, (size_t)info.st_size, MADV_RANDOM);
	*pages = (struct pages){ { &methods }, bytes, (size_t)info.st_size, mem_alloc((size_t)info.st_size / PAGES_AHEAD / 8 + 1) };
	if (ret_flags != NULL)
		*ret_flags = flags;
	return SQLITE_OK;
}

static void
make_known(void)
{
	usual = sqlite3_vfs_find(NULL);
	mapped = *usual;
	mapped.zName = "kb";
	mapped.xOpen = pages_open;
	if (mapped.szOsFile < (int)sizeof(struct pages))
		mapped.szOsFile = sizeof(struct pages);
	if (sqlite3_vfs_register(&mapped, 0) != SQLITE_OK)
		mapped.zName = NULL;
}

const char *
pages_vfs(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, make_known);
	return mapped.zName;
}
