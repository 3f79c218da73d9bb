/*
 * provider.c - a provider of CSAF documents (CSAF 2.0 §7): found, asked what there is, and believed in what it signed.
 *
 *     well-known ─┐
 *     security.txt┼─> provider-metadata.json ─> keys ─> ROLIE feeds, or changes.csv and index.txt ─> document, its hash, its signature …
 *     DNS path   ─┘                                         └─ the first time an archive of all, its hash, its signature
 *
 * Documents go from the oldest to the newest, DOCUMENTS_AT_ONCE in a go; the cursor is the instant of the newest that was asked for. An issuer may
 * lay a document down some days after the day it bears, so that much is asked for again. What fails its hash or signature is not taken: the others
 * are, the source is held, and it is asked for again each time (marks with the digest "refused").
 *
 * Red Hat lays beside its folders what the standard has not: archive_latest.txt, which names the archive of all documents of a day, and deletions.csv,
 * by which documents are taken back. Both are asked of everybody: who has none is read document by document, and takes back by csaf_withdrawn.
 */
#include "service/pull/plan.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/crypt.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "wire/openpgp/openpgp.h"

enum { DOCUMENTS_AT_ONCE = 1000, PAGES_MOST = 100, OVERLAP_DAYS = 3, REFUSED_MOST = 50 };
#define REFUSED STR("refused")

enum phase {
	BEGIN, WELL_KNOWN, SECURITY_TXT, SECURITY_TXT_ROOT, DNS_PATH, METADATA, KEYS, FEEDS,
	ARCHIVE_NAME, ARCHIVE, ARCHIVE_HASH, ARCHIVE_SIGNATURE, CHANGES, INDEX, DELETIONS, DOCUMENT, HASH_256, HASH_512, SIGNATURE,
};

struct waiting { struct str url, hash, signature; int64_t at; };
struct deletion { struct str url; int64_t at; };

struct provider {
	struct str_list       keys, fingerprints, feeds, directories;
	size_t                key, feed, directory, document;
	struct pull_keys      published;
	struct str            ring, self;
	int64_t               since;
	struct map            visited, met;
	LIST(int64_t)         archives;              /* of each folder the day of the archive that was taken; INSTANT_NONE */
	struct str            archive;               /* the one at hand                     */
	int64_t               archive_at;
	LIST(struct deletion) deletions;
	LIST(struct waiting)  documents;
	struct str            path;                  /* of the document at hand             */
	struct str            sha256;
	bool                  has_changes;
	LIST(struct pull_mark) refused;
	struct err           *first;
};

static struct err *next_document(struct pull_run *run, struct pull_step *step, bool *done);
static void begin_archives(struct pull_run *run, struct pull_step *step);
static void begin_changes(struct pull_run *run, struct pull_step *step);
static struct err *fits(const struct pull_run *run, struct str digest, bool *ret_fits);

static struct pull_step
page(struct str url, const char *style, int64_t since)
{
	return (struct pull_step){ .url = url, .style = style, .since = since };
}

static struct pull_step
perhaps(struct str url, const char *style)
{
	return (struct pull_step){ .url = url, .style = style, .since = INSTANT_NONE, .may_miss = true };
}

/* --------------------------------------------------------------------------------------------------- discovery */

/* "https://psirt.example.jp": a provider by its name, whose metadata is looked for; with a path it is the metadata. */
static struct err *
is_bare(const struct pull_run *run, bool *ret_bare, struct fetch_url *ret_url)
{
	TRY(fetch_url_parse(run->settings.url, run->arena, ret_url));
	*ret_bare = str_eq(ret_url->path, STR("/"));
	return NULL;
}

static struct err *
look_for(struct pull_run *run, enum phase phase, struct pull_step *step)
{
	struct fetch_url url;
	bool bare;

	TRY(is_bare(run, &bare, &url));
	run->phase = (int)phase;
	if (phase == DNS_PATH)
		*step = perhaps(arena_printf(run->arena, "https://csaf.data.security.%.*s", STR_ARG(url.host)), "provider");
	else
		*step = perhaps(arena_printf(run->arena, "%.*s%s", STR_ARG(run->settings.url), phase == WELL_KNOWN ? "/.well-known/csaf/provider-metadata.json" :
		    phase == SECURITY_TXT ? "/.well-known/security.txt" : "/security.txt"), phase == WELL_KNOWN ? "provider" : "securitytxt");
	step->may_be_nowhere = phase == DNS_PATH;
	return NULL;
}

static struct err *
no_provider(const struct pull_run *run)
{
	return err_new(run->arena, ERR_NOT_FOUND, M("{host} is no provider of CSAF: neither its well-known address, nor its security.txt, nor csaf.data.security.… leads to a provider-metadata.json."),
	    ARG("host", run->settings.url));
}

static struct err *
on_security_txt(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step)
{
	for (size_t i = 0; !seen->missing && i < seen->entries.count; i++) {
		run->phase = METADATA;
		*step = page(seen->entries.items[i].url, "provider", INSTANT_NONE);
		return NULL;
	}
	return look_for(run, run->phase == SECURITY_TXT ? SECURITY_TXT_ROOT : DNS_PATH, step);
}

/* ---------------------------------------------------------------------------------------------------- metadata */

static bool
is_wanted(const struct pull_run *run, struct str url)
{
	return run->source->only == NULL || str_find(url, str_of(run->source->only)) != SIZE_MAX;
}

static struct str
without_slash(struct str url)
{
	(void)str_take_end(&url, STR("/"));
	return url;
}

static struct err *
on_metadata(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step)
{
	struct provider *provider = run->provider;
	struct str role = { 0 };

	for (size_t i = 0; i < seen->entries.count; i++) {
		const struct listing_entry *entry = &seen->entries.items[i];

		if (str_eq(entry->id, STR("role")))
			role = entry->digest;
		else if (str_eq(entry->id, STR("key"))) {
			list_push(run->arena, &provider->keys, entry->url);
			list_push(run->arena, &provider->fingerprints, entry->digest);
		} else if (str_eq(entry->id, STR("rolie")) && is_wanted(run, entry->url))
			list_push(run->arena, &provider->feeds, entry->url);
		else if (str_eq(entry->id, STR("directory")) && is_wanted(run, entry->url))
			list_push(run->arena, &provider->directories, without_slash(entry->url));
	}
	if (!str_eq(role, STR("csaf_trusted_provider")) || provider->keys.count == 0)
		return err_new(run->arena, ERR_UNSUPPORTED, M("{source} calls itself {role} and does not sign its documents (CSAF 7.2.3): nothing of it is taken without a person. Import its files instead."),
		    ARG("source", str_of(run->source->name)), ARG("role", role));
	if (provider->feeds.count + provider->directories.count == 0)
		return err_new(run->arena, ERR_FORMAT, M("{source} names no place where its documents are."), ARG("source", str_of(run->source->name)));
	if (provider->keys.count > 32)
		return err_new(run->arena, ERR_LIMIT, M("{file} holds more than {most} keys."), ARG("file", str_of(run->source->name)), ARG_N("most", 32));
	run->phase = KEYS;
	*step = (struct pull_step){ .url = provider->keys.items[0], .since = INSTANT_NONE };
	return NULL;
}

/* -------------------------------------------------------------------------------------------------------- keys */

/* "dc2a 586f …": as people write it. */
static struct str
fingerprint_of(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++)
		if (char_is_hex(text.ptr[i]))
			out[len++] = char_is_lower(text.ptr[i]) ? (char)(text.ptr[i] - 'a' + 'A') : text.ptr[i];
	return (struct str){ out, len };
}

static struct err *
check_fingerprint(const struct pull_run *run, size_t first)
{
	const struct provider *provider = run->provider;
	struct str told = fingerprint_of(provider->fingerprints.items[provider->key], run->arena);

	for (size_t i = first; i < provider->published.list.count; i++)
		if (told.len > 0 && str_eq(provider->published.list.items[i].fingerprint, told))
			return NULL;
	return told.len == 0 ? NULL : err_new(run->arena, ERR_HELD, M("{source}: the key at {url} is not the one that its metadata names ({fingerprint}). Nothing was taken in."),
	    ARG("source", str_of(run->source->name)), ARG("url", provider->keys.items[provider->key]), ARG("fingerprint", told));
}

static struct err *
begin_lists(struct pull_run *run, struct pull_step *step)
{
	struct provider *provider = run->provider;
	int64_t cursor;

	provider->since = INSTANT_NONE;
	if (instant_parse(run->state.cursor, ZONE_UTC, &cursor))
		provider->since = cursor - OVERLAP_DAYS * INSTANT_DAY;
	run->full = provider->since == INSTANT_NONE;
	for (size_t i = 0; i < run->state.marks.count; i++) {
		const struct pull_mark *mark = &run->state.marks.items[i];

		if (str_eq(mark->digest, REFUSED)) {
			*map_put(run->arena, &provider->met, mark->url) = 1;
			list_push(run->arena, &provider->documents, ((struct waiting){ mark->url, mark->etag, mark->modified, INSTANT_NONE }));
		}
	}
	if (provider->feeds.count > 0) {
		run->phase = FEEDS;
		*map_put(run->arena, &provider->visited, provider->feeds.items[0]) = 1;
		*step = page(provider->feeds.items[0], "rolie", provider->since);
		return NULL;
	}
	for (size_t i = 0; i < provider->directories.count; i++)
		list_push(run->arena, &provider->archives, INSTANT_NONE);
	if (run->full)
		begin_archives(run, step);
	else
		begin_changes(run, step);
	return NULL;
}

static struct err *
on_key(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step)
{
	struct provider *provider = run->provider;
	size_t first = provider->published.list.count;

	TRY(pull_keys_read(run, seen->path, &provider->published));
	TRY(check_fingerprint(run, first));
	if (++provider->key < provider->keys.count) {
		*step = (struct pull_step){ .url = provider->keys.items[provider->key], .since = INSTANT_NONE };
		return NULL;
	}
	TRY(pull_keys_settle(run, &provider->published, &provider->ring));
	return begin_lists(run, step);
}

/* ---------------------------------------------------------------------------------------------------- archives */

static struct pull_step
beside(const struct pull_run *run, const char *file, const char *style)
{
	const struct provider *provider = run->provider;

	return perhaps(arena_printf(run->arena, "%.*s/%s", STR_ARG(provider->directories.items[provider->directory]), file), style);
}

static void
begin_archives(struct pull_run *run, struct pull_step *step)
{
	run->provider->directory = 0;
	run->phase = ARCHIVE_NAME;
	*step = beside(run, "archive_latest.txt", "index");
}

/* "csaf_advisories_2026-11-19.tar.zst": of which day it is stands in its name. */
static bool
is_archive(struct str name, int64_t *ret_at)
{
	struct str rest = name;
	int32_t day;

	if (name.len > 200 || (!str_take_end(&rest, STR(".tar.zst")) && !str_take_end(&rest, STR(".tar.gz"))) || rest.len < 10)
		return false;
	for (size_t i = 0; i < rest.len; i++)
		if (!char_is_alnum(rest.ptr[i]) && rest.ptr[i] != '_' && rest.ptr[i] != '-')
			return false;
	if (!day_parse(str_from(rest, rest.len - 10), &day))
		return false;
	*ret_at = day_instant(day, ZONE_UTC);
	return true;
}

static void
next_folder(struct pull_run *run, struct pull_step *step)
{
	if (++run->provider->directory < run->provider->directories.count) {
		run->phase = ARCHIVE_NAME;
		*step = beside(run, "archive_latest.txt", "index");
	} else {
		begin_changes(run, step);
	}
}

/* Without a hash or a signature it is as if there were none: the documents have their own. One that does not fit ends the go. */
static struct err *
leave_archive(struct pull_run *run, struct pull_step *step)
{
	list_push(run->arena, &run->refused, run->provider->archive);
	next_folder(run, step);
	return NULL;
}

static struct err *
on_archive_name(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step)
{
	struct provider *provider = run->provider;

	if (seen->missing || seen->entries.count == 0) {
		next_folder(run, step);
		return NULL;
	}
	if (!is_archive(seen->entries.items[0].id, &provider->archive_at))
		return err_new(run->arena, ERR_FORMAT, M("{source}: \"{path}\" in archive_latest.txt is no archive of a day."), ARG("source", str_of(run->source->name)),
		    ARG("path", str_sub(seen->entries.items[0].id, 0, 200)));
	*step = beside(run, arena_cstr(run->arena, seen->entries.items[0].id), NULL);
	step->take = true;
	step->reader = "csaf-archive";
	step->most_bytes = LIMIT_ADVISORIES_BYTES;
	provider->archive = step->url;
	run->phase = ARCHIVE;
	return NULL;
}

static struct err *
on_archive(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step)
{
	struct provider *provider = run->provider;

	if (seen->missing) {
		next_folder(run, step);
		return NULL;
	}
	provider->path = seen->path;
	provider->sha256 = seen->digest;
	run->phase = ARCHIVE_HASH;
	*step = perhaps(arena_printf(run->arena, "%.*s.sha256", STR_ARG(provider->archive)), "hash");
	return NULL;
}

static struct err *
on_archive_hash(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step)
{
	struct provider *provider = run->provider;
	bool well;

	if (seen->missing || seen->entries.count == 0)
		return leave_archive(run, step);
	TRY(fits(run, seen->entries.items[0].digest, &well));
	if (!well)
		return err_new(run->arena, ERR_FORBIDDEN, M("{file} has another hash than its issuer says: it was altered on the way, or is being changed."),
		    ARG("file", provider->archive));
	run->phase = ARCHIVE_SIGNATURE;
	*step = perhaps(arena_printf(run->arena, "%.*s.asc", STR_ARG(provider->archive)), NULL);
	return NULL;
}

static struct err *
on_archive_signature(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step)
{
	struct provider *provider = run->provider;
	struct str by;

	if (seen->missing)
		return leave_archive(run, step);
	TRY(openpgp_check(provider->ring, seen->path, provider->path, provider->archive, run->arena, &by));
	provider->archives.items[provider->directory] = provider->archive_at;
	next_folder(run, step);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- lists */

/* From when on the lists of a folder are looked at: what its archive holds was taken with it. */
static int64_t
since_of(const struct provider *provider, size_t directory)
{
	int64_t archive = provider->archives.items[directory];

	return archive == INSTANT_NONE ? provider->since : archive - OVERLAP_DAYS * INSTANT_DAY;
}

static void
ask_list(struct pull_run *run, enum phase phase, struct pull_step *step)
{
	*step = beside(run, phase == CHANGES ? "changes.csv" : phase == INDEX ? "index.txt" : "deletions.csv", phase == INDEX ? "index" : "changes");
	step->since = since_of(run->provider, run->provider->directory);
	run->phase = (int)phase;
}

static void
begin_changes(struct pull_run *run, struct pull_step *step)
{
	run->provider->directory = 0;
	ask_list(run, CHANGES, step);
}

static int
by_time(const void *left, const void *right)
{
	const struct waiting *a = left, *b = right;

	return a->at != b->at ? (a->at > b->at) - (a->at < b->at) : str_cmp(a->url, b->url);
}

/* How far one came without a document: to the archive, or where one was. */
static struct str
cursor_without_documents(const struct pull_run *run)
{
	int64_t first = INSTANT_NONE;

	for (size_t i = 0; i < run->provider->archives.count; i++) {
		int64_t at = run->provider->archives.items[i];

		if (at != INSTANT_NONE && (first == INSTANT_NONE || at < first))
			first = at;
	}
	return first == INSTANT_NONE ? run->state.cursor : instant_format(first, ZONE_UTC, run->arena);
}

static int64_t
taken_back_at(const struct provider *provider, const struct waiting *document)
{
	for (size_t i = 0; i < provider->deletions.count; i++)
		if (str_eq(provider->deletions.items[i].url, document->url) && (document->at == INSTANT_NONE || provider->deletions.items[i].at >= document->at))
			return provider->deletions.items[i].at;
	return INSTANT_NONE;
}

/* What was taken back is not asked for; what was published again afterwards is. */
static void
take_back(struct pull_run *run)
{
	struct provider *provider = run->provider;
	size_t kept = 0;

	for (size_t i = 0; i < provider->documents.count; i++)
		if (taken_back_at(provider, &provider->documents.items[i]) == INSTANT_NONE)
			provider->documents.items[kept++] = provider->documents.items[i];
	provider->documents.count = kept;
	for (size_t i = 0; i < provider->deletions.count; i++) {
		struct str head, file = provider->deletions.items[i].url;

		(void)str_cut_last(file, '/', &head, &file);
		(void)str_take_end(&file, STR(".json"));
		list_push(run->arena, &run->withdrawn, ((struct feed_withdrawal){ file, provider->deletions.items[i].at }));
	}
}

/* So many that a go can be ended; documents of one instant go together, since the cursor tells no more. */
static void
cut(struct pull_run *run)
{
	struct provider *provider = run->provider;
	size_t count;

	take_back(run);
	count = provider->documents.count;
	if (count > 0)
		qsort(provider->documents.items, count, sizeof(*provider->documents.items), by_time);
	if (count > DOCUMENTS_AT_ONCE) {
		size_t end = DOCUMENTS_AT_ONCE;

		while (end < count && provider->documents.items[end].at == provider->documents.items[end - 1].at)
			end++;
		run->more = end < count;
		provider->documents.count = end;
	}
	run->cursor = cursor_without_documents(run);
	if (provider->documents.count > 0 && provider->documents.items[provider->documents.count - 1].at != INSTANT_NONE)
		run->cursor = instant_format(provider->documents.items[provider->documents.count - 1].at, ZONE_UTC, run->arena);
	/* So that the next go begins where this ended, and not days before. */
	if (run->more)
		run->cursor = instant_format(provider->documents.items[provider->documents.count - 1].at + OVERLAP_DAYS * INSTANT_DAY, ZONE_UTC, run->arena);
}

static void
wait_for(struct pull_run *run, struct waiting document)
{
	struct provider *provider = run->provider;
	uint64_t *met = map_put(run->arena, &provider->met, document.url);

	if (*met == 0)
		list_push(run->arena, &provider->documents, document);
	*met = 1;
}

static struct err *
on_feed(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step, bool *done)
{
	struct provider *provider = run->provider;
	struct str next = seen->head.next;

	for (size_t i = 0; i < seen->entries.count; i++) {
		const struct listing_entry *entry = &seen->entries.items[i];

		wait_for(run, (struct waiting){ entry->url, entry->hash, entry->signature, entry->at });
	}
	if (next.len == 0 && ++provider->feed < provider->feeds.count)
		next = provider->feeds.items[provider->feed];
	if (next.len == 0) {
		cut(run);
		return next_document(run, step, done);
	}
	if ((*map_put(run->arena, &provider->visited, next))++ > 0)
		return err_new(run->arena, ERR_FORMAT, M("{source}: the list of documents leads back to a page that was read already ({url})."),
		    ARG("source", str_of(run->source->name)), ARG("url", next));
	if (provider->visited.count > PAGES_MOST)
		return err_new(run->arena, ERR_LIMIT, M("The source names more than {most} files."), ARG_N("most", PAGES_MOST));
	*step = page(next, "rolie", provider->since);
	return NULL;
}

/* "2026/example-2026-001.json" and nothing that leads out of the folder. */
static bool
is_path(struct str path)
{
	if (path.len == 0 || path.len > 500 || path.ptr[0] == '/' || !str_ends(path, STR(".json")) || str_find(path, STR("..")) != SIZE_MAX ||
	    str_find(path, STR("//")) != SIZE_MAX)
		return false;
	for (size_t i = 0; i < path.len; i++)
		if (!char_is_alnum(path.ptr[i]) && str_find_char(STR("-_.+/"), path.ptr[i]) == SIZE_MAX)
			return false;
	return true;
}

static struct err *
take_paths(struct pull_run *run, const struct pull_seen *seen)
{
	struct provider *provider = run->provider;
	struct str base = provider->directories.items[provider->directory];

	for (size_t i = 0; i < seen->entries.count; i++) {
		const struct listing_entry *entry = &seen->entries.items[i];

		if (!is_path(entry->id))
			return err_new(run->arena, ERR_FORMAT, M("{source}: \"{path}\" in the list of documents is no file of its folder."),
			    ARG("source", str_of(run->source->name)), ARG("path", str_sub(entry->id, 0, 200)));
		struct str url = arena_printf(run->arena, "%.*s/%.*s", STR_ARG(base), STR_ARG(entry->id));

		if (run->phase == DELETIONS)
			list_push(run->arena, &provider->deletions, ((struct deletion){ url, entry->at }));
		else
			wait_for(run, (struct waiting){ .url = url, .at = entry->at });
	}
	return NULL;
}

static struct err *
end_folder(struct pull_run *run, struct pull_step *step, bool *done)
{
	if (++run->provider->directory < run->provider->directories.count) {
		ask_list(run, CHANGES, step);
		return NULL;
	}
	cut(run);
	return next_document(run, step, done);
}

/* changes.csv says when; index.txt, asked the first time, also names what the other forgot; deletions.csv what was taken back. */
static struct err *
on_directory(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step, bool *done)
{
	struct provider *provider = run->provider;
	bool has_archive = provider->archives.items[provider->directory] != INSTANT_NONE;

	if (!seen->missing)
		TRY(take_paths(run, seen));
	if (run->phase == DELETIONS)
		return end_folder(run, step, done);
	if (run->phase == CHANGES)
		provider->has_changes = !seen->missing;
	else if (seen->missing && !provider->has_changes)
		return err_new(run->arena, ERR_NOT_FOUND, M("{source} has neither changes.csv nor index.txt in {url}."), ARG("source", str_of(run->source->name)),
		    ARG("url", provider->directories.items[provider->directory]));
	ask_list(run, run->phase == CHANGES && (seen->missing || (run->full && !has_archive)) ? INDEX : DELETIONS, step);
	return NULL;
}

/* --------------------------------------------------------------------------------------------------- documents */

static const struct waiting *
at_hand(const struct pull_run *run)
{
	return &run->provider->documents.items[run->provider->document];
}

/* What was refused is asked for again the next time; of very many the source is at fault as a whole. */
static struct err *
end_documents(struct pull_run *run, bool *done)
{
	struct provider *provider = run->provider;
	size_t kept = 0;

	*done = true;
	if (provider->first != NULL) {
		run->held = err_wrap(run->arena, provider->first, M("{count} documents are not taken in, the others are; the first"),
		    ARG_N("count", (int64_t)provider->refused.count));
		run->held->code = ERR_HELD;
	}
	if (provider->refused.count > REFUSED_MOST)
		return run->held;
	for (size_t i = 0; i < run->state.marks.count; i++)
		if (!str_eq(run->state.marks.items[i].digest, REFUSED))
			run->state.marks.items[kept++] = run->state.marks.items[i];
	run->state.marks.count = kept;
	for (size_t i = 0; i < provider->refused.count; i++)
		list_push(run->arena, &run->state.marks, provider->refused.items[i]);
	return NULL;
}

static struct err *
next_document(struct pull_run *run, struct pull_step *step, bool *done)
{
	if (run->provider->document >= run->provider->documents.count)
		return end_documents(run, done);
	run->phase = DOCUMENT;
	*step = (struct pull_step){ .url = at_hand(run)->url, .since = INSTANT_NONE, .take = true, .may_miss = true, .reader = "csaf-document" };
	return NULL;
}

static struct err *
refuse(struct pull_run *run, struct err *why, struct pull_step *step, bool *done)
{
	struct provider *provider = run->provider;
	const struct waiting *document = at_hand(run);

	list_push(run->arena, &run->refused, document->url);
	list_push(run->arena, &provider->refused, ((struct pull_mark){ document->url, document->hash, document->signature, REFUSED }));
	if (provider->first == NULL)
		provider->first = why;
	provider->document++;
	return next_document(run, step, done);
}

static struct err *
lacks(struct pull_run *run, const char *sentence, struct pull_step *step, bool *done)
{
	return refuse(run, err_new(run->arena, ERR_FORBIDDEN, sentence, ARG("file", at_hand(run)->url)), step, done);
}

static struct err *
on_document(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step, bool *done)
{
	const struct waiting *document = at_hand(run);

	if (seen->missing)
		return lacks(run, M("{file} is listed and not there."), step, done);
	run->provider->path = seen->path;
	run->provider->sha256 = seen->digest;
	run->phase = document->hash.len > 0 ? HASH_512 : HASH_256;
	*step = perhaps(document->hash.len > 0 ? document->hash : arena_printf(run->arena, "%.*s.sha256", STR_ARG(document->url)), "hash");
	return NULL;
}

static struct err *
fits(const struct pull_run *run, struct str digest, bool *ret_fits)
{
	struct file_map map;

	if (digest.len == 64) {
		*ret_fits = str_eq_nocase(digest, run->provider->sha256);
		return NULL;
	}
	TRY(file_map_open(run->provider->path, run->arena, &map));
	*ret_fits = str_eq_nocase(digest, crypt_sha512((struct str){ (const char *)map.bytes, map.len }, run->arena));
	file_map_close(&map);
	return NULL;
}

static struct err *
on_hash(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step, bool *done)
{
	const struct waiting *document = at_hand(run);
	bool well = false;

	if (seen->missing && run->phase == HASH_256) {
		run->phase = HASH_512;
		*step = perhaps(arena_printf(run->arena, "%.*s.sha512", STR_ARG(document->url)), "hash");
		return NULL;
	}
	if (seen->missing || seen->entries.count == 0)
		return lacks(run, M("{file} has no hash beside it, as CSAF asks of who signs."), step, done);
	TRY(fits(run, seen->entries.items[0].digest, &well));
	if (!well)
		return lacks(run, M("{file} has another hash than its issuer says: it was altered on the way, or is being changed."), step, done);
	run->phase = SIGNATURE;
	*step = perhaps(document->signature.len > 0 ? document->signature : arena_printf(run->arena, "%.*s.asc", STR_ARG(document->url)), NULL);
	return NULL;
}

static struct err *
on_signature(struct pull_run *run, const struct pull_seen *seen, struct pull_step *step, bool *done)
{
	struct str by;
	struct err *err;

	if (seen->missing)
		return lacks(run, M("{file} is not signed."), step, done);
	err = openpgp_check(run->provider->ring, seen->path, run->provider->path, at_hand(run)->url, run->arena, &by);
	if (err != NULL && err->code == ERR_FORBIDDEN)
		return refuse(run, err, step, done);
	TRY(err);
	run->provider->document++;
	return next_document(run, step, done);
}

/* -------------------------------------------------------------------------------------------------------- plan */

static struct err *
begin(struct pull_run *run, struct pull_step *step)
{
	struct fetch_url url;
	bool bare;

	run->provider = ARENA_ARRAY(run->arena, struct provider, 1);
	*run->provider = (struct provider){ .since = INSTANT_NONE };
	TRY(is_bare(run, &bare, &url));
	if (bare)
		return look_for(run, WELL_KNOWN, step);
	run->phase = METADATA;
	*step = page(run->settings.url, "provider", INSTANT_NONE);
	return NULL;
}

struct err *
pull_plan_provider(struct pull_run *run, const struct pull_seen *seen, struct pull_step *ret_step, bool *ret_done)
{
	*ret_done = false;
	if (seen == NULL)
		return begin(run, ret_step);
	switch ((enum phase)run->phase) {
	case WELL_KNOWN:
		return seen->missing ? look_for(run, SECURITY_TXT, ret_step) : on_metadata(run, seen, ret_step);
	case SECURITY_TXT:
	case SECURITY_TXT_ROOT:
		return on_security_txt(run, seen, ret_step);
	case DNS_PATH:
		return seen->missing ? no_provider(run) : on_metadata(run, seen, ret_step);
	case METADATA:
		return on_metadata(run, seen, ret_step);
	case KEYS:
		return on_key(run, seen, ret_step);
	case FEEDS:
		return on_feed(run, seen, ret_step, ret_done);
	case ARCHIVE_NAME:
		return on_archive_name(run, seen, ret_step);
	case ARCHIVE:
		return on_archive(run, seen, ret_step);
	case ARCHIVE_HASH:
		return on_archive_hash(run, seen, ret_step);
	case ARCHIVE_SIGNATURE:
		return on_archive_signature(run, seen, ret_step);
	case CHANGES:
	case INDEX:
	case DELETIONS:
		return on_directory(run, seen, ret_step, ret_done);
	case DOCUMENT:
		return on_document(run, seen, ret_step, ret_done);
	case HASH_256:
	case HASH_512:
		return on_hash(run, seen, ret_step, ret_done);
	case SIGNATURE:
		return on_signature(run, seen, ret_step, ret_done);
	case BEGIN:
		break;
	}
	return err_new(run->arena, ERR_FORMAT, M("{source} names no place where its documents are."), ARG("source", str_of(run->source->name)));
}
