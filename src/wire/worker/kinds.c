/*
 * kinds.c - who can read what, and within which bounds: one row a kind.
 *
 * Feeds are streamed record by record and need little memory however long they are; an inventory or a sheet may be held
 * whole (LIMIT_DOCUMENT_BYTES and what a tree of it takes).
 */
#include "format/alert/alert.h"
#include "format/answers/answers.h"
#include "format/archive/archive.h"
#include "format/builds/builds.h"
#include "format/bundle/bundle.h"
#include "format/csaf/csaf.h"
#include "format/cve5/cve5.h"
#include "format/debsec/debsec.h"
#include "format/device/device.h"
#include "format/eol/eol.h"
#include "format/epss/epss.h"
#include "format/inventory/inventory.h"
#include "format/jvn/jvn.h"
#include "format/kev/kev.h"
#include "format/listing/listing.h"
#include "format/msrc/msrc.h"
#include "format/myjvn/myjvn.h"
#include "format/myjvn/statistics.h"
#include "format/nmap/nmap.h"
#include "format/nameshare/nameshare.h"
#include "format/nvd/nvd.h"
#include "format/offer/offer.h"
#include "format/openpgp/openpgp.h"
#include "format/osv/osv.h"
#include "format/readings/readings.h"
#include "format/receipt/receipt.h"
#include "format/secdb/secdb.h"
#include "format/sheet/sheet.h"
#include "format/staff/staff.h"
#include "format/swid/swid.h"
#include "format/ticket/ticket.h"
#include "format/vex/vex.h"
#include "format/windows/windows.h"
#include "format/wordpress/wordpress.h"
#include "wire/worker/worker.h"

#define GIB ((size_t)1 << 30)

#define FEED_LIMITS     { .memory_bytes = 2 * GIB, .cpu_seconds = 1800, .wall_seconds = 3600, .output_bytes = 32 * GIB }
/* 300,000 documents, some of them large. */
#define ARCHIVE_LIMITS  { .memory_bytes = 6 * GIB, .cpu_seconds = 7200, .wall_seconds = 4 * 3600, .output_bytes = 64 * GIB }
#define DOCUMENT_LIMITS { .memory_bytes = 6 * GIB, .cpu_seconds = 300,  .wall_seconds = 600,  .output_bytes = 4 * GIB }

/* The person may have said which column is what. */
static struct err *
read_sheet(struct input *input, struct str told, struct sink *sink, struct arena *arena)
{
	struct sheet_told mappings;

	TRY(sheet_told_parse(told, arena, &mappings));
	return sheet_read(input, &mappings, sink, arena);
}

/* A release of cvelistV5 is a zip in a zip. */
static struct err *
read_cve5_release(struct input *raw, struct sink *sink, struct arena *arena)
{
	struct archive_input *outer ARCHIVE_SCOPE = NULL, *inner ARCHIVE_SCOPE = NULL;
	bool more;

	TRY(archive_open(raw, arena, &outer));
	TRY(archive_next_entry(outer, arena, &more));
	if (!more)
		return err_new(arena, ERR_FORMAT, M("{file} holds no file."), ARG("file", raw->name));
	TRY(archive_open(archive_stream(outer), arena, &inner));
	return cve5_read(archive_stream(inner), sink, arena);
}

const struct worker_kind worker_kinds[] = {
	{ "nvd",       nvd_read,       FEED_LIMITS, .is_feed = true },
	{ "cve5",      cve5_read,      FEED_LIMITS, .is_feed = true },
	{ "osv",       osv_read,       FEED_LIMITS, .is_feed = true },
	{ "jvn",       jvn_read,       FEED_LIMITS, .is_feed = true },
	{ "names",     myjvn_read,     FEED_LIMITS, .is_feed = true },
	{ "statistics", statistics_read, FEED_LIMITS, .is_feed = true },
	{ "kev",       kev_read,       FEED_LIMITS, .is_feed = true },
	{ "epss",      epss_read,      FEED_LIMITS, .is_feed = true },
	{ "msrc",      msrc_read,      FEED_LIMITS, .is_feed = true },
	{ "builds",    builds_read,    FEED_LIMITS, .is_feed = true },
	{ "eol",       eol_read,       FEED_LIMITS, .is_feed = true },
	{ "csaf",      csaf_read,      FEED_LIMITS, .is_feed = true },
	{ "alerts",    alert_read,     FEED_LIMITS, .is_feed = true },
	{ "debsec",    debsec_read,    DOCUMENT_LIMITS, .is_feed = true },
	{ "secdb",     secdb_read,     DOCUMENT_LIMITS, .is_feed = true },
	{ "csaf-document", csaf_document_read, DOCUMENT_LIMITS, .is_feed = true },
	{ "csaf-own",  csaf_own_read,  DOCUMENT_LIMITS },
	{ "csaf-archive", NULL,        ARCHIVE_LIMITS, .read_raw = csaf_archive_read },
	{ "bundle",    bundle_read,    FEED_LIMITS },
	{ "cve5-release", NULL,        FEED_LIMITS, .read_raw = read_cve5_release },
	{ "listing",   NULL,           FEED_LIMITS, listing_read },
	{ "inventory", inventory_read, DOCUMENT_LIMITS },
	{ "windows",   windows_read,   DOCUMENT_LIMITS },
	{ "wordpress", wordpress_read, DOCUMENT_LIMITS },
	{ "nameshare", nameshare_read, DOCUMENT_LIMITS },
	{ "sheet",     NULL,           DOCUMENT_LIMITS, read_sheet },
	{ "receipt",   receipt_write,  DOCUMENT_LIMITS },
	{ "device",    NULL,           DOCUMENT_LIMITS, device_read_told },
	{ "nmap",      nmap_read,      DOCUMENT_LIMITS },
	{ "swid",      swid_read,      DOCUMENT_LIMITS },
	{ "cpelist",   cpelist_read,   DOCUMENT_LIMITS },
	{ "answers",   answers_read,   DOCUMENT_LIMITS },
	{ "readings",  readings_read,  DOCUMENT_LIMITS },
	{ "openpgp",   openpgp_keys_read, DOCUMENT_LIMITS },
	{ "staff",     staff_read,     DOCUMENT_LIMITS },
	{ "vex",       vex_read,       DOCUMENT_LIMITS },
	{ "ticket",    ticket_read,    DOCUMENT_LIMITS },
	{ "offer",     offer_read,     DOCUMENT_LIMITS },
	{ "unpack",    NULL,           DOCUMENT_LIMITS, .read_raw = offer_unpack },
};
const size_t worker_kinds_count = ARRAY_LEN(worker_kinds);
