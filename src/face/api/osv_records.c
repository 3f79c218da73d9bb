/*
 * osv_records.c - the records that OSV's API gives here, by the ids that they have there.
 *
 * Most are OSV's own. Two lists of distributors are kept as records in the grammar of OSV under ids of ours (format/debsec, format/secdb) and are given out as OSV
 * gives out what it makes of the same lists: Debian's tracker as "DEBIAN-CVE-2026-0001", Alpine's secdb, a list a release and repository, together as
 * "ALPINE-CVE-2026-0001". Where OSV's own record of that id is held, it is the one. What a list says was never in a package ("fixed" in "0") is left out.
 * Neither list has dates: `modified` is when its file was.
 */
#include <stdlib.h>
#include "face/api/osv.h"
#include "format/vulnid/vulnid.h"

#define TRACKER_ID   STR("DEBSEC-")
#define TRACKER_FEED STR("osv:Debian:tracker")
#define DEBIAN_ID    STR("DEBIAN-")
#define SECDB_ID     STR("SECDB-")
#define SECDB_FEED   STR("osv:Alpine:secdb:")
#define ALPINE_ID    STR("ALPINE-")

/* "SECDB-v3.20-main-CVE-2026-0001": neither release nor repository has a hyphen. */
static bool
take_secdb(struct str *id)
{
	struct str rest = *id, release, repository;

	if (!str_take(&rest, SECDB_ID) || !str_cut(rest, '-', &release, &rest) || !str_cut(rest, '-', &repository, &rest) || rest.len == 0)
		return false;
	*id = rest;
	return true;
}

struct str
osv_served_id(struct str id, struct arena *arena)
{
	struct str rest = id;

	if (str_take(&rest, TRACKER_ID))
		return arena_printf(arena, "DEBIAN-%.*s", STR_ARG(rest));
	return take_secdb(&rest) ? arena_printf(arena, "ALPINE-%.*s", STR_ARG(rest)) : id;
}

/* ---------------------------------------------------------------------------------------------- made of lists */

static bool
was_never_in(const struct affected *affected)
{
	const struct osv_range *range = affected->ranges.items;

	return affected->ranges.count == 1 && range->events.count == 2 && range->events.items[1].kind == OSV_FIXED &&
	    str_eq(range->events.items[1].version, STR("0"));
}

static void
add_affected(struct advisory *whole, const struct advisory *part, struct arena *arena)
{
	for (size_t i = 0; i < part->affected.count; i++)
		if (!was_never_in(&part->affected.items[i]))
			list_push(arena, &whole->affected, part->affected.items[i]);
}

static int64_t
feed_date(const struct osv_ask *ask, struct str feed)
{
	for (size_t i = 0; i < ask->feeds_count; i++)
		if (str_eq(ask->feeds[i].name, feed))
			return ask->feeds[i].built == INSTANT_NONE ? ask->feeds[i].fetched : ask->feeds[i].built;
	return INSTANT_NONE;
}

/* Every record of these lists that speaks of the weakness, as one. What a list has dropped is withdrawn where no other one has it. */
static struct err *
gather(const struct osv_ask *ask, struct str weakness, struct str feed, bool (*is_of)(struct str name, struct str feed), struct advisory *whole, bool *ret_found)
{
	struct api *api = ask->api;
	struct kb_vulnerabilities found;
	bool any_live = false;

	*ret_found = false;
	TRY(kb_find(api->kb, weakness, api->arena, &found));
	for (size_t v = 0; v < found.list.count; v++)
		for (size_t r = 0; r < found.list.items[v].records.count; r++) {
			const struct kb_record_ref *ref = &found.list.items[v].records.items[r];
			struct advisory part;
			int64_t at;

			if (!is_of(ref->feed, feed))
				continue;
			TRY(kb_record(api->kb, ref->feed, ref->id, api->arena, &part));
			at = feed_date(ask, ref->feed);
			if (part.covers.count != 1 || !str_eq(part.covers.items[0], weakness))
				continue;
			if (!*ret_found)
				*whole = (struct advisory){ .source = SOURCE_OSV, .published = INSTANT_NONE, .modified = at, .withdrawn = INSTANT_NONE, .covers = part.covers };
			*ret_found = true;
			whole->modified = at > whole->modified ? at : whole->modified;
			if (part.state == ADVISORY_WITHDRAWN)
				continue;
			any_live = true;
			whole->text_en = part.text_en.len > 0 ? part.text_en : whole->text_en;
			add_affected(whole, &part, api->arena);
		}
	if (*ret_found && !any_live)
		whole->withdrawn = whole->modified;
	return NULL;
}

static bool
is_tracker(struct str name, struct str feed)
{
	return str_eq(name, feed);
}

static bool
is_secdb(struct str name, struct str feed)
{
	return str_starts(name, feed);
}

/* -------------------------------------------------------------------------------------------------- one by id */

struct err *
osv_ask_feeds(struct osv_ask *ask)
{
	return ask->feeds != NULL ? NULL : kb_sources(ask->api->kb, ask->api->now, ask->api->arena, &ask->feeds, &ask->feeds_count);
}

/* A tombstone: its source withdrew it, or its list has it no more. */
static struct err *
find_withdrawn(const struct osv_ask *ask, struct str id, struct advisory *ret_advisory, bool *ret_found)
{
	struct api *api = ask->api;
	struct kb_vulnerabilities found;

	*ret_found = false;
	TRY(kb_find(api->kb, id, api->arena, &found));
	for (size_t v = 0; v < found.list.count && !*ret_found; v++)
		for (size_t r = 0; r < found.list.items[v].records.count && !*ret_found; r++) {
			const struct kb_record_ref *ref = &found.list.items[v].records.items[r];

			if (ref->source != SOURCE_OSV || ref->state != ADVISORY_WITHDRAWN || !str_eq(ref->id, id))
				continue;
			*ret_found = true;
			TRY(kb_record(api->kb, ref->feed, ref->id, api->arena, ret_advisory));
			if (ret_advisory->withdrawn == INSTANT_NONE)
				ret_advisory->withdrawn = feed_date(ask, ref->feed);
			if (ret_advisory->withdrawn > ret_advisory->modified)
				ret_advisory->modified = ret_advisory->withdrawn;
		}
	return NULL;
}

struct err *
osv_record(struct osv_ask *ask, struct str id, struct advisory *ret_advisory, bool *ret_found)
{
	struct api *api = ask->api;
	struct str weakness;

	id = osv_served_id(id, api->arena);
	weakness = id;
	TRY(kb_listed(api->kb, SOURCE_OSV, id, api->arena, ret_advisory, ret_found));
	if (*ret_found)
		return NULL;
	TRY(osv_ask_feeds(ask));
	if (str_take(&weakness, DEBIAN_ID))
		TRY(gather(ask, weakness, TRACKER_FEED, is_tracker, ret_advisory, ret_found));
	else if (str_take(&weakness, ALPINE_ID))
		TRY(gather(ask, weakness, SECDB_FEED, is_secdb, ret_advisory, ret_found));
	if (!*ret_found)
		TRY(find_withdrawn(ask, id, ret_advisory, ret_found));
	if (*ret_found)
		ret_advisory->id = id;
	return NULL;
}
