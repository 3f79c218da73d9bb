#include <fcntl.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "model/record.h"
#include "service/bundle/parts.h"

#define OWN     STR("own")
#define NOTICES STR("own:")      /* what people of this home wrote down of what they were told: whoever told it did not tell others */

/* What goes into one: the sources as they stand, from where on, and its head. */
struct choice {
	struct kb              *kb;
	LIST(struct kb_source)  feeds;
	struct kb_span          since;
	struct bundle_head      head;
};

/* ----------------------------------------------------------------------------------------------- choosing */

static bool
is_wanted(const struct bundle_order *order, const struct kb_source *source)
{
	if (source->fetched == INSTANT_NONE)
		return false;
	if (order->feeds_count > 0)
		return str_is_one_of(source->name, order->feeds, order->feeds_count);
	return !str_eq(source->name, OWN) && !str_starts(source->name, NOTICES);
}

static struct err *
choose_feeds(const struct bundle_order *order, struct arena *arena, struct choice *choice)
{
	struct kb_source *sources;
	size_t count;

	TRY(kb_sources(choice->kb, order->now, arena, &sources, &count));
	for (size_t i = 0; i < count; i++)
		if (is_wanted(order, &sources[i]))
			list_push(arena, &choice->feeds, sources[i]);
	for (size_t w = 0; w < order->feeds_count; w++) {
		size_t i = 0;

		if (str_starts(order->feeds[w], NOTICES))
			return err_new(arena, ERR_FORBIDDEN, M("Notices that were written down here ({name}) stay in this home: whoever told of them did not tell others."),
			    ARG("name", order->feeds[w]));

		while (i < choice->feeds.count && !str_eq(choice->feeds.items[i].name, order->feeds[w]))
			i++;
		if (i == choice->feeds.count)
			return err_new(arena, ERR_NOT_FOUND, M("There is no source {name} here: \"tsukuroi feed status\" lists them."), ARG("name", order->feeds[w]));
	}
	if (choice->feeds.count == 0)
		return err_new(arena, ERR_NOT_FOUND, M("There is no knowledge here yet that could be given on: take sources in first."));
	return NULL;
}

/* The state that the receiver has. */
static struct err *
choose_base(const struct home *home, const struct bundle_order *order, struct str lineage, const struct kb_head *now, struct arena *arena, struct choice *choice)
{
	struct bundle_id base = { .lineage = lineage };
	struct kb_taken last;

	if (order->since.len == 0)
		return NULL;
	if (str_eq(order->since, STR("last"))) {
		TRY(kb_taken(home->kb_path, lineage, arena, &last));
		if (last.made == INSTANT_NONE)
			return err_new(arena, ERR_NOT_FOUND, M("No bundle was made here yet: make a whole one first, without --since."));
		base.generation = last.generation;
		base.overlay = last.overlay;
	} else {
		TRY(bundle_id_read(order->since, arena, &base));
	}
	if (!str_eq(base.lineage, lineage))
		return err_new(arena, ERR_CONFLICT, M("Bundle {id} was not made from this knowledge base."), ARG("id", order->since));
	if (base.generation > now->generation || base.overlay > now->overlay)
		return err_new(arena, ERR_CONFLICT, M("Bundle {id} is of a later state than this one, which was gone back to: make a whole bundle."),
		    ARG("id", order->since));
	choice->since = (struct kb_span){ base.generation, base.overlay };
	choice->head.base = bundle_id_write(&base, arena);
	return NULL;
}

/* KEV is short, and comes whole when anything changed in it or in EPSS; who has no overlay yet gets both whole. */
static bool
is_whole(const struct choice *choice, const struct kb_source *source, const struct kb_head *now)
{
	if (choice->head.base.len == 0)
		return true;
	if (source->source == SOURCE_EPSS)
		return choice->since.overlay == 0;
	return source->source == SOURCE_KEV && now->overlay > choice->since.overlay;
}

static struct bundle_feed
feed_of(const struct kb_source *source, bool whole)
{
	return (struct bundle_feed){
		.name = source->name, .source = source->source, .complete = source->contract == KB_COMPLETE, .whole = whole,
		.built = source->built, .fetched = source->fetched, .tried = source->tried, .age_limit = source->age_limit, .held = source->held,
		.digest = source->digest, .version = source->version, .error_en = source->error_en, .error_ja = source->error_ja,
	};
}

static struct err *
choose(const struct home *home, const struct bundle_order *order, struct arena *arena, struct choice *choice)
{
	const struct kb_head *head;
	struct bundle_id id;

	TRY(home_kb(home->path, arena, &choice->kb));
	head = kb_head(choice->kb);
	TRY(choose_feeds(order, arena, choice));
	TRY(kb_lineage(home->kb_path, arena, &id.lineage));
	id.generation = head->generation;
	id.overlay = head->overlay;
	TRY(choose_base(home, order, id.lineage, head, arena, choice));
	choice->head.id = bundle_id_write(&id, arena);
	choice->head.made = order->now;
	choice->head.organisation = home->organisation;
	choice->head.segment = home->segment;
	choice->head.program = STR(TSUKUROI_VERSION);
	choice->head.record_version = RECORD_VERSION;
	for (size_t i = 0; i < choice->feeds.count; i++)
		list_push(arena, &choice->head.feeds, feed_of(&choice->feeds.items[i], is_whole(choice, &choice->feeds.items[i], head)));
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ writing */

/* Counts what goes by. */
struct counting {
	struct sink              sink;     /* first: the sink is the counting */
	struct sink             *to;
	struct bundle_feed_view *feed;
};

static struct err *
count_value(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct counting *counting = (struct counting *)sink;

	if (schema == &bundle_gone_schema)
		counting->feed->gone++;
	else
		counting->feed->values++;
	return sink_record(counting->to, schema, value, arena);
}

static struct err *
count_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	return ((struct counting *)sink)->to->problem(((struct counting *)sink)->to, problem, arena);
}

static struct err *
put_feeds(struct choice *choice, struct bundle_writer *writer, struct arena *arena, struct bundle_made *made)
{
	struct counting counting = { { count_value, count_problem }, bundle_writer_sink(writer), NULL };

	for (size_t i = 0; i < choice->feeds.count; i++) {
		const struct kb_source *feed = &choice->feeds.items[i];
		struct bundle_turn turn = { (int64_t)i };

		counting.feed = list_add(arena, &made->feeds);
		*counting.feed = (struct bundle_feed_view){ .name = arena_copy(arena, feed->name), .built = feed->built, .fetched = feed->fetched };
		TRY(sink_record(bundle_writer_sink(writer), &bundle_turn_schema, &turn, arena));
		TRY(kb_each_since(choice->kb, feed, choice->since, &counting.sink, arena));
	}
	return NULL;
}

static struct err *
read_key(const struct bundle_order *order, struct arena *arena, struct minisign_secret *ret_key)
{
	struct str text;
	struct err *err;

	TRY(file_read(order->key_file, 4096, arena, &text));
	err = minisign_secret_read(text, order->passphrase, arena, ret_key);
	return err == NULL ? NULL : err_wrap(arena, err, M("{file}"), ARG("file", order->key_file));
}

/* Signed, so that it can be neither changed nor passed off as another. */
static struct str
comment_of(const struct bundle_head *head, struct arena *arena)
{
	return arena_printf(arena, "tsukuroi bundle %.*s since %s%.*s made %.*s", STR_ARG(head->id), head->base.len == 0 ? "the beginning" : "",
	    STR_ARG(head->base), STR_ARG(instant_format(head->made, ZONE_UTC, arena)));
}

/* Cover and payload become one file, whole or not at all. */
static struct err *
write_whole(struct str output, const struct minisign_signature *signature, int payload, struct arena *arena, struct bundle_made *made)
{
	struct str cover = bundle_cover_write(signature, arena);
	struct buf whole BUF_SCOPE = { 0 };
	off_t size = lseek(payload, 0, SEEK_END);
	struct sha256 sum;

	buf_add(&whole, cover);
	(void)buf_reserve(&whole, (size_t)size);
	for (off_t at = 0; at < size;) {
		ssize_t got = pread(payload, whole.ptr + whole.len, (size_t)(size - at), at);

		if (got <= 0)
			return err_system(arena, M("The bundle could not be written."));
		whole.len += (size_t)got;
		at += got;
	}
	sha256_init(&sum);
	sha256_add(&sum, whole.ptr, whole.len);
	made->sha256 = sha256_hex(&sum, arena);
	made->bytes = (int64_t)whole.len;
	return file_write(output, buf_str(&whole), arena);
}

static struct err *
sign_and_write(const struct home *home, const struct bundle_order *order, struct choice *choice, const struct minisign_secret *key,
    struct arena *arena, struct bundle_made *made)
{
	struct bundle_writer *writer BUNDLE_WRITER_SCOPE = NULL;
	int payload FD_SCOPE = open(arena_cstr(arena, home->path), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	struct minisign_signature signature;
	unsigned char digest[CRYPT_HASH];

	if (payload < 0)
		return err_system(arena, M("The directory {dir} could not be written."), ARG("dir", home->path));
	TRY(bundle_writer_open(payload, &choice->head, arena, &writer));
	TRY(put_feeds(choice, writer, arena, made));
	TRY(bundle_writer_end(writer, arena, digest, &made->values));
	TRY(minisign_sign(key, digest, comment_of(&choice->head, arena), arena, &signature));
	made->key = minisign_id(key->id, arena);
	return write_whole(order->output, &signature, payload, arena, made);
}

static struct err *
create(const struct home *home, const struct bundle_order *order, struct choice *choice, struct arena *arena, struct bundle_made *made)
{
	struct minisign_secret *key = crypt_memory(sizeof(*key));
	struct err *err = read_key(order, arena, key);

	if (err == NULL)
		err = choose(home, order, arena, choice);
	if (err == NULL)
		err = sign_and_write(home, order, choice, key, arena, made);
	crypt_memory_free(key);
	return err;
}

struct err *
bundle_create(const struct home *home, const struct bundle_order *order, struct arena *arena, struct bundle_made *ret_made)
{
	struct choice choice = { 0 };
	struct bundle_made made = { 0 };
	struct err *err = create(home, order, &choice, arena, &made);
	struct bundle_id id;

	if (err == NULL) {
		made.id = choice.head.id;
		made.base = choice.head.base;
	}
	kb_close(choice.kb);
	TRY(err);
	TRY(bundle_id_read(made.id, arena, &id));
	TRY(kb_taken_put(home->kb_path, &(struct kb_taken){ id.lineage, id.generation, id.overlay, order->now, order->now }, arena));
	*ret_made = made;
	return NULL;
}
