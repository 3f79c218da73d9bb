/*
 * take.c - a bundle read whole: shown, or taken in.
 */
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "model/record.h"
#include "service/bundle/parts.h"
#include "wire/worker/worker.h"

static const struct field feed_fields[] = {
	FIELD(struct bundle_feed_view, name, FIELD_STR),
	FIELD(struct bundle_feed_view, built, FIELD_INSTANT),
	FIELD(struct bundle_feed_view, fetched, FIELD_INSTANT),
	FIELD(struct bundle_feed_view, values, FIELD_INT),
	FIELD(struct bundle_feed_view, gone, FIELD_INT),
};
const struct schema bundle_feed_view_schema = SCHEMA("bundle_source", struct bundle_feed_view, feed_fields);

static const struct field made_fields[] = {
	FIELD(struct bundle_made, id, FIELD_STR),
	FIELD(struct bundle_made, base, FIELD_STR),
	FIELD(struct bundle_made, key, FIELD_STR),
	FIELD(struct bundle_made, sha256, FIELD_STR),
	FIELD(struct bundle_made, bytes, FIELD_INT),
	FIELD(struct bundle_made, values, FIELD_INT),
	FIELD_OF(struct bundle_made, feeds, FIELD_LIST, &bundle_feed_view_schema),
};
const struct schema bundle_made_schema = SCHEMA("bundle_made", struct bundle_made, made_fields);

static const struct field shown_fields[] = {
	FIELD(struct bundle_shown, id, FIELD_STR),
	FIELD(struct bundle_shown, base, FIELD_STR),
	FIELD(struct bundle_shown, organisation, FIELD_STR),
	FIELD(struct bundle_shown, segment, FIELD_STR),
	FIELD(struct bundle_shown, program, FIELD_STR),
	FIELD(struct bundle_shown, key, FIELD_STR),
	FIELD(struct bundle_shown, comment, FIELD_STR),
	FIELD(struct bundle_shown, sha256, FIELD_STR),
	FIELD(struct bundle_shown, made, FIELD_INSTANT),
	FIELD(struct bundle_shown, bytes, FIELD_INT),
	FIELD(struct bundle_shown, values, FIELD_INT),
	FIELD_OF(struct bundle_shown, feeds, FIELD_LIST, &bundle_feed_view_schema),
};
const struct schema bundle_shown_schema = SCHEMA("bundle", struct bundle_shown, shown_fields);

static const struct field taken_fields[] = {
	FIELD_OF(struct bundle_taken, shown, FIELD_STRUCT, &bundle_shown_schema),
	FIELD(struct bundle_taken, added, FIELD_INT),
	FIELD(struct bundle_taken, changed, FIELD_INT),
	FIELD(struct bundle_taken, gone, FIELD_INT),
	FIELD(struct bundle_taken, unchanged, FIELD_INT),
	FIELD_OF(struct bundle_taken, outcomes, FIELD_LIST, &kb_feed_outcome_schema),
};
const struct schema bundle_taken_schema = SCHEMA("bundle_taken", struct bundle_taken, taken_fields);

/* The reader's values on their way: looked at only (import NULL), or taken in. */
struct taking {
	struct sink                 sink;      /* first: the sink is the taking */
	struct arena               *arena;     /* of what stays                 */
	struct bundle_head          head;
	struct bundle_shown        *shown;
	const struct home          *home;
	const struct bundle_import *wish;
	struct kb_import           *import;
	struct bundle_taken        *taken;
	int64_t                     turns;     /* feeds begun                   */
	struct kb_source            as;        /* the one that is coming in     */
	bool                        coming;
};

/* ------------------------------------------------------------------------------------------------ order */

static struct err *
check_order(const struct taking *taking, const struct bundle_id *id, struct arena *arena)
{
	const struct bundle_head *head = &taking->head;
	struct str ours;
	struct kb_taken held;
	struct bundle_id base = { 0 };

	TRY(kb_lineage(taking->home->kb_path, arena, &ours));
	if (str_eq(ours, id->lineage))
		return err_new(arena, ERR_CONFLICT, M("Bundle {id} was made from this knowledge base: there is nothing in it that is not here."), ARG("id", head->id));
	TRY(kb_taken(taking->home->kb_path, id->lineage, arena, &held));
	if (id->generation < held.generation || id->overlay < held.overlay || head->made < held.made)
		return err_new(arena, ERR_CONFLICT, M("Bundle {id} of {made} is older than what was taken in from there, of {held}: nothing was changed."),
		    ARG("id", head->id), ARG("made", instant_words(head->made, arena)), ARG("held", instant_words(held.made, arena)));
	if (head->made == held.made)
		return err_new(arena, ERR_CONFLICT, M("Bundle {id} was taken in already, on {at}."), ARG("id", head->id), ARG("at", instant_words(held.at, arena)));
	if (head->base.len > 0)
		TRY(bundle_id_read(head->base, arena, &base));
	if (base.generation > held.generation || base.overlay > held.overlay)
		return err_new(arena, ERR_CONFLICT,
		    M("Bundle {id} builds on {base}, which was not taken in here: take that one in first, or a whole bundle."), ARG("id", head->id),
		    ARG("base", head->base));
	return NULL;
}

/* -------------------------------------------------------------------------------------------- its feeds */

static struct err *
end_feed(struct taking *taking, struct arena *arena)
{
	struct kb_feed_outcome outcome;

	if (!taking->coming || taking->import == NULL)
		return NULL;
	taking->coming = false;
	TRY(kb_import_feed_end(taking->import, NULL, arena, &outcome));
	record_copy(&kb_feed_outcome_schema, &outcome, taking->arena, list_add(taking->arena, &taking->taken->outcomes));
	taking->taken->added += outcome.added;
	taking->taken->changed += outcome.changed - outcome.withdrawn;
	taking->taken->gone += outcome.gone + outcome.withdrawn;
	taking->taken->unchanged += outcome.unchanged;
	return NULL;
}

static struct kb_source
source_of(const struct bundle_feed *feed)
{
	return (struct kb_source){
		.name = feed->name, .source = feed->source, .contract = feed->complete ? KB_COMPLETE : KB_PARTIAL, .built = feed->built,
		.fetched = feed->fetched, .tried = feed->tried, .age_limit = feed->age_limit, .held = feed->held, .digest = feed->digest,
		.version = feed->version, .error_en = feed->error_en, .error_ja = feed->error_ja,
	};
}

/* Feeds come in the order of the head, each once: none is left out unnoticed. */
static struct err *
begin_feed(struct taking *taking, int64_t place, struct arena *arena)
{
	const struct bundle_feed *feed = &taking->head.feeds.items[place];
	struct kb_feed begun = { .source = feed->source, .name = feed->name, .as = &taking->as, .delta = !feed->whole };

	TRY(end_feed(taking, arena));
	if (place != taking->turns++)
		return err_new(arena, ERR_FORMAT, M("The sources of the bundle do not stand in their order: it is damaged."));
	list_push(taking->arena, &taking->shown->feeds, ((struct bundle_feed_view){ .name = feed->name, .built = feed->built, .fetched = feed->fetched }));
	if (taking->import == NULL)
		return NULL;
	taking->as = source_of(feed);
	taking->coming = true;
	begun.accept = taking->wish->accept;
	return kb_import_feed(taking->import, &begun, arena);
}

static struct err *
take_head(struct taking *taking, const struct bundle_head *head, struct arena *arena)
{
	struct bundle_id id;

	record_copy(&bundle_head_schema, head, taking->arena, &taking->head);
	taking->shown->id = taking->head.id;
	taking->shown->base = taking->head.base;
	taking->shown->organisation = taking->head.organisation;
	taking->shown->segment = taking->head.segment;
	taking->shown->program = taking->head.program;
	taking->shown->made = taking->head.made;
	if (taking->import == NULL)
		return NULL;
	TRY(bundle_id_read(taking->head.id, arena, &id));
	return check_order(taking, &id, arena);
}

static struct err *
take_end(struct taking *taking, struct arena *arena)
{
	TRY(end_feed(taking, arena));
	if (taking->turns == (int64_t)taking->head.feeds.count)
		return NULL;
	return err_new(arena, ERR_FORMAT, M("The sources of the bundle do not stand in their order: it is damaged."));
}

static struct err *
take_value(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct taking *taking = (struct taking *)sink;
	struct bundle_feed_view *feed;

	if (schema == &bundle_head_schema)
		return take_head(taking, value, arena);
	if (schema == &bundle_turn_schema)
		return begin_feed(taking, ((const struct bundle_turn *)value)->feed, arena);
	if (schema == &bundle_end_schema)
		return take_end(taking, arena);
	feed = &taking->shown->feeds.items[taking->shown->feeds.count - 1];
	if (schema == &bundle_gone_schema)
		feed->gone++;
	else
		feed->values++;
	taking->shown->values++;
	return taking->import == NULL ? NULL : kb_import_record(taking->import, schema, value, STR(""), arena);
}

static struct err *
take_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	(void)sink;
	return err_new(arena, ERR_FORMAT, M("Record {id} of the bundle is damaged: {why}"), ARG("id", problem->id), ARG("why", problem->sentence_en));
}

/* ------------------------------------------------------------------------------------------------- both */

static struct err *
read_opened(struct bundle_opened *opened, struct taking *taking, struct arena *arena)
{
	struct worker_job job = { .kind = "bundle", .fd = opened->fd, .name = opened->name };

	taking->sink = (struct sink){ take_value, take_problem };
	taking->arena = arena;
	taking->shown->key = minisign_id(opened->signature.id, arena);
	taking->shown->comment = opened->signature.trusted;
	taking->shown->sha256 = opened->sha256;
	taking->shown->bytes = opened->bytes;
	return worker_run(&job, &taking->sink, arena);
}

struct err *
bundle_verify(const struct home *home, struct str public, struct str path, struct arena *arena, struct bundle_shown *ret_shown)
{
	struct taking taking = { .shown = ret_shown };
	struct bundle_opened opened;
	struct err *err;

	*ret_shown = (struct bundle_shown){ 0 };
	TRY(bundle_open(home, public, path, arena, &opened));
	err = read_opened(&opened, &taking, arena);
	(void)close(opened.fd);
	return err;
}

/* After the knowledge base: a crash between leaves a bundle that is taken in once more, with nothing new in it. */
static struct err *
remember(const struct home *home, const struct bundle_head *head, int64_t now, struct arena *arena)
{
	struct bundle_id id;

	TRY(bundle_id_read(head->id, arena, &id));
	return kb_taken_put(home->kb_path, &(struct kb_taken){ id.lineage, id.generation, id.overlay, head->made, now }, arena);
}

struct err *
bundle_import(const struct home *home, const struct bundle_import *wish, struct arena *arena, struct bundle_taken *ret_taken)
{
	struct kb_import *import KB_IMPORT_SCOPE = NULL;
	struct taking taking = { .shown = &ret_taken->shown, .home = home, .wish = wish, .taken = ret_taken };
	struct bundle_opened opened;
	struct err *err;

	*ret_taken = (struct bundle_taken){ 0 };
	TRY(bundle_open(home, wish->public, wish->path, arena, &opened));
	err = kb_import_begin(home->kb_path, wish->now, arena, &import);
	taking.import = import;
	if (err == NULL)
		err = read_opened(&opened, &taking, arena);
	(void)close(opened.fd);
	if (err == NULL)
		err = kb_import_finish(import, arena, &ret_taken->kb);
	return err != NULL ? err : remember(home, &taking.head, wish->now, arena);
}
