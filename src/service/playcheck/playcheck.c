#include "service/playcheck/playcheck.h"

#include "base/asset.h"
#include "base/file.h"
#include "base/limits.h"
#include "domain/approval/approval.h"

static const struct field fault_fields[] = {
	FIELD(struct proof_fault_view, kind, FIELD_STR),
	FIELD(struct proof_fault_view, line, FIELD_INT),
	FIELD(struct proof_fault_view, text, FIELD_STR),
	FIELD(struct proof_fault_view, path, FIELD_STRS),
	FIELD(struct proof_fault_view, because, FIELD_STRS),
};
static const struct schema fault_schema = SCHEMA("fault", struct proof_fault_view, fault_fields);
static const struct field proof_fields[] = {
	FIELD(struct proof_view, id, FIELD_STR),
	FIELD(struct proof_view, since, FIELD_DAY),
	FIELD(struct proof_view, title, FIELD_STR),
	FIELD(struct proof_view, source, FIELD_STR),
	FIELD(struct proof_view, holds, FIELD_BOOL),
	FIELD(struct proof_view, situations, FIELD_INT),
	FIELD(struct proof_view, acts, FIELD_INT),
	FIELD(struct proof_view, bound, FIELD_INT),
	FIELD_OF(struct proof_view, faults, FIELD_LIST, &fault_schema),
};
const struct schema playbook_proof_schema = SCHEMA("proof", struct proof_view, proof_fields);
static const struct field proofs_fields[] = {
	FIELD_OF(struct proofs_view, playbooks, FIELD_LIST, &playbook_proof_schema),
};
const struct schema proofs_schema = SCHEMA("proofs", struct proofs_view, proofs_fields);

/* ---------------------------------------------------------------------------------------- other rooms */

/* The home's own route, else the one that is built in. */
static struct err *
read_route(const struct home *home, struct str name, struct arena *arena, struct approval_route **ret_route)
{
	struct str path = arena_printf(arena, "routes/%.*s.yaml", STR_ARG(name)), text = asset_find(path);
	struct str own = home == NULL ? STR("") : path_join(arena, home->path, path);

	if (home != NULL && file_exists(own, arena)) {
		TRY(file_read(own, LIMIT_YAML_BYTES, arena, &text));
		return route_read(text, own, arena, ret_route);
	}
	if (text.ptr == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There is no {file}, neither in this home nor built in."), ARG("file", path));
	return route_read(text, path, arena, ret_route);
}

static struct play_refusal
as_refusal(const struct err *err, struct arena *arena)
{
	struct play_refusal why = { .message = M("{text}") };

	for (enum lang lang = LANG_JA; lang <= LANG_EN; lang++) {
		struct err_arg *args = ARENA_ARRAY(arena, struct err_arg, 2);

		args[0] = (struct err_arg)ARG("text", err_sentence(err, lang, arena));
		why.args[lang] = args;
	}
	return why;
}

struct outside { const struct home *home; playbook_renders *renders; };

/* route_read takes no route without its one decision. */
static bool
decides(void *context, const struct playbook *book, size_t approval, struct arena *arena, struct play_refusals *why)
{
	struct approval_route *route = NULL;
	const struct outside *outside = context;
	struct err *err = read_route(outside->home, book->approvals.items[approval].route, arena, &route);

	if (err != NULL)
		list_push(arena, why, as_refusal(err, arena));
	return err == NULL;
}

static bool
renders(void *context, const struct playbook *book, size_t document, enum lang lang, struct arena *arena, struct play_refusals *why)
{
	const struct outside *outside = context;

	return outside->renders(outside->home, book, document, lang, arena, why);
}

/* -------------------------------------------------------------------------------------------- in words */

static void
add_texts(const struct play_refusals *from, enum lang lang, struct arena *arena, struct str_list *to)
{
	for (size_t i = 0; i < from->count; i++)
		list_push(arena, to, play_refusal_words(&from->items[i], lang, arena));
}

struct err *
playbook_prove(const struct home *home, playbook_renders *says, const struct playbook *book, enum lang lang, struct arena *arena,
    struct proof_view *ret_proof)
{
	struct outside context = { home, says };
	const struct playcheck_outside outside = { .context = &context, .decides = decides, .renders = renders };
	struct playcheck_report report;
	struct proof_view proof = {
		.id = book->id, .since = book->since, .title = words_in(&book->title, lang), .source = book->source, .bound = LIMIT_PLAYCHECK_STATES,
	};

	TRY(playcheck(book, &outside, arena, &report));
	proof.holds = report.faults.count == 0;
	proof.situations = (int64_t)report.situations;
	proof.acts = (int64_t)report.tried;
	for (size_t i = 0; i < report.faults.count; i++) {
		const struct playcheck_fault *fault = &report.faults.items[i];
		struct proof_fault_view view = { .kind = str_of(enum_name(&playcheck_kind_names, (int)fault->kind)), .line = fault->line,
			.text = play_refusal_words(&fault->says, lang, arena) };

		add_texts(&fault->path, lang, arena, &view.path);
		add_texts(&fault->because, lang, arena, &view.because);
		list_push(arena, &proof.faults, view);
	}
	*ret_proof = proof;
	return NULL;
}
