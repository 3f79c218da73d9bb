/*
 * publish.c - a document put out by a person.
 */
#include <unistd.h>
#include "base/clock.h"
#include "base/file.h"
#include "format/csaf/csaf.h"
#include "format/json/json_shape.h"
#include "format/openpgp/openpgp_write.h"
#include "service/advisories/parts.h"
#include "service/intake.h"
#include "service/key/signer.h"
#include "wire/worker/worker.h"

enum { OFFICES_OF_PUBLISHING = OFFICE_SECURITY | OFFICE_ADMINISTRATOR };

struct err *
own_desk_check(const struct key_desk *desk, struct arena *arena)
{
	TRY(actor_need(desk->actor, OFFICES_OF_PUBLISHING, SCOPE_WRITE, arena));
	return own_org_check(desk, arena);
}

/* The folder is the home's, and speaks for the organisation whose home it is. */
struct err *
own_org_check(const struct key_desk *desk, struct arena *arena)
{
	return ledger_org(desk->ledger) == LEDGER_ORG ? NULL
	    : err_new(arena, ERR_UNSUPPORTED, M("Only the first organisation of a home puts advisories out from it."));
}

/* Without a key nothing is signed; with one, nothing is put out unsigned. */
static struct err *
put_signature(const struct key_desk *desk, struct str bytes, struct str file, struct arena *arena, bool *ret_signed)
{
	struct signer signer SIGNER_SCOPE = { 0 };
	struct openpgp_own own;
	struct str armored;

	TRY(signer_open(desk->home, desk->ledger, arena, &signer, ret_signed));
	if (!*ret_signed)
		return file_write(file, bytes, arena);
	own = own_signing(&signer);
	/* Nobody believes a signature that is older than its key. */
	TRY(openpgp_own_signature(&own, bytes, desk->now < own.made_at ? own.made_at : desk->now, arena, &armored));
	TRY(file_write(file, bytes, arena));
	return file_write(arena_printf(arena, "%.*s.asc", STR_ARG(file)), armored, arena);
}

/* -------------------------------------------------------------------------------------------------- judging */

/* What the worker says of the document: one record, or the first problem. */
struct judging { struct sink sink; struct arena *arena; enum lang lang; int64_t records; struct err *problem; };

static struct err *
on_record(struct sink *sink, const struct schema *schema, const void *value, struct arena *arena)
{
	struct judging *judging = (struct judging *)sink;

	(void)value, (void)arena;
	judging->records += schema == &advisory_schema;
	return NULL;
}

static struct err *
on_problem(struct sink *sink, const struct problem *problem, struct arena *arena)
{
	struct judging *judging = (struct judging *)sink;

	(void)arena;
	if (!problem->warning && judging->problem == NULL)
		judging->problem = err_new(judging->arena, ERR_FORMAT, M("This document cannot be put out: {why}"),
		    ARG("why", arena_copy(judging->arena, judging->lang == LANG_JA ? problem->sentence_ja : problem->sentence_en)));
	return NULL;
}

static struct err *
judge(const struct intake_file *file, enum lang lang, struct arena *arena)
{
	struct judging judging = { { on_record, on_problem }, arena, lang, 0, NULL };
	struct worker_job job = { .kind = "csaf-own", .fd = file->fd, .name = file->name };

	TRY(worker_run(&job, &judging.sink, arena));
	if (judging.problem != NULL)
		return judging.problem;
	return judging.records == 1 ? NULL : err_new(arena, ERR_FORMAT, M("{file} holds {count} documents: each is put out as a file of its own."), ARG("file", file->name),
	    ARG_N("count", judging.records));
}

/* What collectors check beside what can be read of it (CSAF 2.0, 3.2.1.12): a history of its revisions. */
static struct err *
check_history(struct json root, struct arena *arena)
{
	struct json tracking = json_get(json_get(root, "document"), "tracking"), history = json_get(tracking, "revision_history");
	struct str text;

	for (struct json_iter i = json_each(history); json_next(&i);) {
		TRY(json_need_text(i.value, "date", arena, &text));
		TRY(json_need_text(i.value, "number", arena, &text));
		TRY(json_need_text(i.value, "summary", arena, &text));
	}
	if (json_count(history) == 0)
		return err_new(arena, ERR_FORMAT, M("\"{key}\" is missing."), ARG("key", STR("document/tracking/revision_history")));
	return NULL;
}

/* The bytes that the worker read. */
static struct err *
read_again(const struct intake_file *file, struct arena *arena, struct str *ret_bytes)
{
	char *bytes;
	size_t len = 0;

	if (file->size > OWN_ADVISORY_BYTES)
		return err_new(arena, ERR_LIMIT, M("The file {file} is larger than {most} bytes."), ARG("file", file->name), ARG_N("most", OWN_ADVISORY_BYTES));
	bytes = arena_alloc(arena, (size_t)file->size + 1);
	while (len < (size_t)file->size) {
		ssize_t got = pread(file->fd, bytes + len, (size_t)file->size - len, (off_t)len);

		if (got <= 0)
			return err_system(arena, M("The file {file} could not be read."), ARG("file", file->name));
		len += (size_t)got;
	}
	*ret_bytes = (struct str){ bytes, len };
	return NULL;
}

struct err *
own_document_read(struct str bytes, struct arena *arena, struct own_advisory *advisory)
{
	struct json_reader *reader = json_reader_new();
	struct json root;
	struct str name;
	struct err *err;

	*advisory = (struct own_advisory){ 0 };
	err = json_parse(reader, bytes, arena, &root);
	if (err == NULL && !own_advisory_take(root, arena, advisory))
		err = err_new(arena, ERR_FORMAT, M("What is put out says whom it is for (distribution/tlp: WHITE, GREEN, AMBER or RED), who publishes it (category, name, namespace), and bears its release dates; it is no draft."));
	if (err == NULL)
		err = check_history(root, arena);
	json_reader_free(reader);
	TRY(err);
	name = csaf_file_name(advisory->id, arena);
	if (name.len > OWN_NAME_MOST)
		return err_new(arena, ERR_LIMIT, M("The number of the document has more than {most} bytes: no file can be named after it."), ARG_N("most", OWN_NAME_MOST));
	advisory->path = path_join(arena, str_sub(instant_format(advisory->first, ZONE_UTC, arena), 0, 4), arena_printf(arena, "%.*s.json", STR_ARG(name)));
	return NULL;
}

/* One number is one document, in one year, and never goes back. */
static struct err *
check_earlier(const struct home *home, const struct own_advisory *advisory, struct arena *arena)
{
	struct own_advisories all;

	TRY(own_advisories(home, arena, &all));
	for (size_t i = 0; i < all.list.count; i++) {
		const struct own_advisory *other = &all.list.items[i];

		if (str_eq(other->path, advisory->path) && !str_eq(other->id, advisory->id))
			return err_new(arena, ERR_CONFLICT, M("{id} would have the same file name as {other}, which is out already: give it another number."), ARG("id", advisory->id),
			    ARG("other", other->id));
		if (!str_eq(other->id, advisory->id))
			continue;
		if (!str_eq(other->path, advisory->path))
			return err_new(arena, ERR_CONFLICT, M("{id} is out already as {path}: the date of its initial release does not change."), ARG("id", other->id),
			    ARG("path", other->path));
		if (other->released > advisory->released)
			return err_new(arena, ERR_CONFLICT, M("A later edition of {id} is out already, of {at}."), ARG("id", other->id),
			    ARG("at", instant_format(other->released, ZONE_UTC, arena)));
	}
	return NULL;
}

struct noting { const struct key_desk *desk; const struct own_advisory *advisory; struct str verb; };

static struct err *
note(struct ledger *ledger, void *context, struct arena *arena)
{
	const struct noting *noting = context;

	return ledger_audit(ledger, noting->desk->actor->login, noting->desk->now, noting->verb, arena_printf(arena, "csaf/%.*s", STR_ARG(noting->advisory->path)),
	    arena_printf(arena, "TLP:%.*s", STR_ARG(noting->advisory->tlp)), arena);
}

struct err *
own_advisory_note(const struct key_desk *desk, const struct own_advisory *advisory, struct str verb, struct arena *arena)
{
	return ledger_write(desk->ledger, note, &(struct noting){ desk, advisory, verb }, arena);
}

struct err *
own_advisory_put(const struct key_desk *desk, struct str bytes, struct arena *arena, struct own_advisory *advisory)
{
	struct str folder = own_folder(desk->home, arena);

	TRY(dir_make(folder, arena));
	TRY(dir_make(path_join(arena, folder, str_sub(advisory->path, 0, 4)), arena));
	return put_signature(desk, bytes, path_join(arena, folder, advisory->path), arena, &advisory->is_signed);
}

struct err *
own_advisory_publish(const struct key_desk *desk, struct str path, enum lang lang, struct arena *arena, struct own_advisory *ret_advisory)
{
	struct intake_file file INTAKE_SCOPE = INTAKE_FILE_NONE;
	struct own_advisory advisory;
	struct str bytes;

	TRY(own_desk_check(desk, arena));
	TRY(intake_open(path, arena, &file));
	TRY(judge(&file, lang, arena));
	TRY(read_again(&file, arena, &bytes));
	TRY(own_document_read(bytes, arena, &advisory));
	TRY(check_earlier(desk->home, &advisory, arena));
	TRY(own_advisory_note(desk, &advisory, STR("csaf.publish"), arena));
	TRY(own_advisory_put(desk, bytes, arena, &advisory));
	*ret_advisory = advisory;
	return NULL;
}
