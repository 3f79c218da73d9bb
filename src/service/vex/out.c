#include "service/vex/out.h"

#include "base/catalogue.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/map.h"
#include "model/record.h"
#include "service/book.h"
#include "service/finding.h"
#include "service/product.h"
#include "service/vex/product.h"
#include "service/why.h"

static const struct field count_fields[] = {
	FIELD_WORD(struct vex_count, status, &vex_status_names),
	FIELD(struct vex_count, products, FIELD_INT),
};
static const struct schema count_schema = SCHEMA("vex_count", struct vex_count, count_fields);
static const struct field out_fields[] = {
	FIELD(struct vex_out, form, FIELD_STR),
	FIELD(struct vex_out, id, FIELD_STR),
	FIELD(struct vex_out, author, FIELD_STR),
	FIELD(struct vex_out, at, FIELD_INSTANT),
	FIELD(struct vex_out, edition, FIELD_INT),
	FIELD_OF(struct vex_out, counts, FIELD_LIST, &count_schema),
	FIELD(struct vex_out, name, FIELD_STR),
};
const struct schema vex_out_schema = SCHEMA("vex_out", struct vex_out, out_fields);

struct making {
	const struct home         *home;
	struct ledger             *ledger;
	const struct vex_wish     *wish;
	enum lang                  lang;
	int64_t                    now;
	struct arena              *arena;
	struct vex_software        software;
	struct ledger_vex_behinds  behind;
	struct map                 behind_of;    /* decision to its place there, from 1             */
	struct map                 said;         /* vulnerability and product to the statement, from 1 */
	struct map                 open;         /* name and version of all that is open: the ledger speaks of it */
	struct vex_document       *document;
};

/* --------------------------------------------------------------------------------- what is said of one */

static struct str
product_key(struct str vulnerability, const struct vex_product *product, struct arena *arena)
{
	struct str parts[] = { vulnerability, product->name, product->version, product->purl, product->cpe };

	return arena_join(arena, parts, ARRAY_LEN(parts), STR("\n"));
}

/* The most cautious of several systems; of the same state the one that was said first. */
static void
say(struct making *making, const struct vex_statement *said, const struct vex_product *product)
{
	uint64_t *place = map_put(making->arena, &making->said, product_key(said->vulnerability, product, making->arena));
	struct vex_statement *statement;

	if (*place == 0) {
		statement = list_add(making->arena, &making->document->statements);
		*place = making->document->statements.count;
	} else {
		statement = &making->document->statements.items[*place - 1];
		if (said->status > statement->status || (said->status == statement->status && said->at >= statement->at))
			return;
	}
	*statement = *said;
	list_push(making->arena, &statement->products, *product);
}

static void
say_decided(const struct making *making, const struct ledger_vex_finding *row, struct vex_statement *statement)
{
	const uint64_t *place = map_find(&making->behind_of, (struct str){ (const char *)&row->decision, sizeof(row->decision) });
	int status;

	statement->at = row->decided_at;
	statement->impact = row->reason;
	statement->status = str_eq(row->kind, STR("not_affected")) ? VEX_NOT_AFFECTED : VEX_UNDER_INVESTIGATION;
	if (place != NULL) {
		const struct ledger_vex_behind *behind = &making->behind.items[*place - 1];

		statement->status = enum_find(&vex_status_names, behind->status, &status) ? (enum vex_status)status : statement->status;
		statement->justification = behind->justification;
		statement->impact = behind->impact;
		statement->action = behind->action;
		statement->at = behind->at;
	}
}

static void
say_judged(const struct making *making, const struct ledger_vex_finding *row, struct vex_statement *statement)
{
	struct remedy_view remedy = { .kind = str_of(enum_name(&ledger_remedy_names, (int)row->remedy)), .target = row->remedy_target,
		.restart = row->restart == ANSWER_YES ? STR("yes") : STR("") };

	statement->at = row->first_seen;
	if (row->verdict == LEDGER_AFFECTED) {
		statement->status = VEX_AFFECTED;
		statement->action = finding_remedy_words(&remedy, making->lang, making->arena);
	} else if (row->verdict == LEDGER_PROVIDER) {
		statement->status = VEX_NOT_AFFECTED;
		statement->impact = making->lang == LANG_JA ? row->why_ja : row->why_en;
	} else {
		statement->status = VEX_UNDER_INVESTIGATION;
	}
}

static void
say_finding(struct making *making, const struct ledger_vex_finding *row)
{
	const struct component *component = vex_software_find(&making->software, row->software);
	bool accepted = str_eq(row->kind, STR("accept")) || str_eq(row->kind, STR("defer"));
	struct vex_statement statement = { .vulnerability = row->vulnerability };
	struct vex_product product;

	if (component == NULL)      /* it left between two statements */
		return;
	product = vex_product_of(component, making->arena);
	if (row->decision != 0 && !row->review && !accepted)
		say_decided(making, row, &statement);
	else
		say_judged(making, row, &statement);
	*map_put(making->arena, &making->open, vex_product_words(product.name, product.version, STR(""), making->arena)) = 1;
	say(making, &statement, &product);
}

static struct err *
say_findings(struct making *making)
{
	struct ledger_vex_scope scope = { making->wish->vulnerability, making->wish->system, making->wish->product, making->now,
		LIMIT_VEX_STATEMENTS + 1 };
	struct ledger_vex_findings findings;

	TRY(vex_software_load(making->ledger, making->arena, &making->software));
	TRY(ledger_vex_behind(making->ledger, making->now, making->arena, &making->behind));
	for (size_t i = 0; i < making->behind.count; i++) {
		const int64_t *decision = &making->behind.items[i].decision;

		*map_put(making->arena, &making->behind_of, (struct str){ (const char *)decision, sizeof(*decision) }) = i + 1;
	}
	TRY(ledger_vex_findings(making->ledger, &scope, making->arena, &findings));
	if (findings.count > LIMIT_VEX_STATEMENTS)
		return err_new(making->arena, ERR_LIMIT, M("There is too much to say for one document, which holds at most {most}: choose one system, product or vulnerability."),
		    ARG_N("most", LIMIT_VEX_STATEMENTS));
	for (size_t i = 0; i < findings.count; i++)
		say_finding(making, &findings.items[i]);
	return NULL;
}

/* ------------------------------------------------------------------------------ what is judged not affected */

static bool
is_mended(struct str code)
{
	static const struct str codes[] = { STR_INIT("build_fixed"), STR_INIT("hotpatched"), STR_INIT("update_installed"), STR_INIT("update_covered") };

	return str_is_one_of(code, codes, ARRAY_LEN(codes));
}

/* Anything but 非該当 of a product, on whatever host, and it is not said to be unaffected. */
static void
note_doubts(struct making *making, const struct why_result *why)
{
	for (size_t i = 0; i < why->report.findings.count; i++) {
		const struct finding_view *view = &why->report.findings.items[i];

		if (view->verdict != VERDICT_NOT_AFFECTED || view->grounds.count == 0)
			*map_put(making->arena, &making->open, vex_product_words(view->component.name, view->component.version, STR(""), making->arena)) = 1;
	}
}

static void
say_unaffected(struct making *making, const struct why_result *why, const struct finding_view *view)
{
	struct component component = { .name = view->component.name, .version = view->component.version, .purl = view->component.purl,
		.cpe = view->component.cpe };
	struct vex_statement statement = { .vulnerability = why->vulnerability, .status = VEX_NOT_AFFECTED, .at = INSTANT_NONE };
	struct vex_product product = vex_product_of(&component, making->arena);

	if (map_find(&making->open, vex_product_words(product.name, product.version, STR(""), making->arena)) != NULL)
		return;
	statement.status = is_mended(view->grounds.items[0].code) ? VEX_FIXED : VEX_NOT_AFFECTED;
	statement.impact = view->grounds.items[0].reason;
	say(making, &statement, &product);
}

struct naming { int64_t id; struct str name; struct arena *arena; };

static struct err *
take_name(void *context, const struct ledger_system *system, struct arena *arena)
{
	struct naming *naming = context;

	(void)arena;
	naming->name = arena_copy(naming->arena, system->name);
	return NULL;
}

/* Of one vulnerability also what is installed and judged not to have it; the knowledge base need not know it for what the ledger says. */
static struct err *
say_all_unaffected(struct making *making)
{
	struct naming naming = { making->wish->system, STR(""), making->arena };
	struct why_result why;
	struct err *err;

	if (making->wish->vulnerability.len == 0 || making->wish->product != 0)
		return NULL;
	if (naming.id != 0)
		TRY(ledger_systems(making->ledger, naming.id, take_name, &naming, making->arena));
	err = why_run(making->home, making->wish->vulnerability, naming.name, making->now, making->lang, making->arena, &why);
	if (err != NULL)
		return err->code == ERR_NOT_FOUND ? NULL : err;
	note_doubts(making, &why);
	for (size_t i = 0; i < why.report.findings.count; i++)
		if (why.report.findings.items[i].verdict == VERDICT_NOT_AFFECTED && why.report.findings.items[i].grounds.count > 0)
			say_unaffected(making, &why, &why.report.findings.items[i]);
	return NULL;
}

/* -------------------------------------------------------------------------------------- what is wished */

struct seeking { struct str identity; int64_t product; };

static struct err *
seek_product(void *context, const struct ledger_software *software, struct arena *arena)
{
	struct seeking *seeking = context;

	(void)arena;
	if (str_eq(software->identity, seeking->identity))
		seeking->product = software->product;
	return NULL;
}

struct err *
vex_wish_of(struct ledger *ledger, struct str form, struct str vulnerability, struct str system, struct str product, struct arena *arena,
    struct vex_wish *ret_wish)
{
	struct vex_wish wish = { .form = VEX_OPENVEX, .vulnerability = str_trim_space(vulnerability) };
	struct seeking seeking = { .product = 0 };
	int number = (int)VEX_OPENVEX;

	if (form.len > 0 && !enum_find(&vex_form_names, form, &number))
		return err_new(arena, ERR_USAGE, M("\"{form}\" is no form of VEX: there are openvex, cyclonedx and csaf."), ARG("form", form));
	wish.form = (enum vex_form)number;
	TRY(book_system(ledger, system, arena, &wish.system));
	TRY(product_words_identity(str_trim_space(product), arena, &seeking.identity));
	if (seeking.identity.len > 0) {
		TRY(ledger_software(ledger, seek_product, &seeking, arena));
		if (seeking.product == 0)
			return err_new(arena, ERR_NOT_FOUND, M("There is no product \"{name}\" in the ledger."), ARG("name", product));
	}
	wish.product = seeking.product;
	*ret_wish = wish;
	return NULL;
}

/* --------------------------------------------------------------------------------------- the document */

static struct err *
name_author(struct making *making)
{
	struct ledger_org_rows orgs;

	making->document->author = making->home->organisation;
	making->document->space = making->home->site;
	if (ledger_org(making->ledger) != LEDGER_ORG) {
		TRY(ledger_org_list(making->ledger, making->arena, &orgs));
		for (size_t i = 0; i < orgs.count; i++)
			if (orgs.items[i].id == ledger_org(making->ledger))
				making->document->author = orgs.items[i].name;
	}
	if (making->document->author.len == 0)
		return err_new(making->arena, ERR_USAGE, M("A VEX document says whose word it is: put \"organisation = NAME\" into tsukuroi.conf first."));
	if (making->wish->form == VEX_CSAF && making->document->space.len == 0)
		return err_new(making->arena, ERR_USAGE,
		    M("CSAF names whose word it is by a web address: put \"site = https://…\" of your organisation into tsukuroi.conf, or choose another form."));
	return NULL;
}

static struct str
sum_of(struct str bytes, struct arena *arena)
{
	struct sha256 sum;

	sha256_init(&sum);
	sha256_add(&sum, bytes.ptr == NULL ? "" : bytes.ptr, bytes.len);
	return sha256_hex(&sum, arena);
}

/* "all", "CVE-2026-1234 system/3", by language: what a series of editions is about. */
static struct str
scope_of(const struct making *making)
{
	const struct vex_wish *wish = making->wish;

	return arena_printf(making->arena, "%s %.*s system/%lld product/%lld", making->lang == LANG_JA ? "ja" : "en", STR_ARG(wish->vulnerability), (long long)wish->system,
	    (long long)wish->product);
}

/* What is said, without when: days that nobody told are those of the document. */
static struct str
content_digest(const struct making *making)
{
	struct vex_document settled = *making->document;
	struct buf out BUF_SCOPE = { 0 };

	settled.at = 0;
	vex_settle(&settled, making->arena);
	record_encode(&vex_document_schema, &settled, &out);
	return sum_of(buf_str(&out), making->arena);
}

/* One id for up to LIMIT_VEX_VERSION editions, the same for whoever asks. */
static struct err *
number_edition(struct making *making, const struct actor *actor, int64_t *ret_edition)
{
	struct str scope = scope_of(making), seed;
	struct ledger_vex_edition edition;

	TRY(ledger_vex_edition(making->ledger, scope, content_digest(making), actor->login, making->now, making->arena, &edition));
	making->document->at = edition.made_at;
	making->document->version = (edition.edition - 1) % LIMIT_VEX_VERSION + 1;
	seed = sum_of(arena_printf(making->arena, "%.*s\n%.*s\n%lld", STR_ARG(making->document->author), STR_ARG(scope),
	    (long long)((edition.edition - 1) / LIMIT_VEX_VERSION)), making->arena);
	/* RFC 9562, 5.8: the version 8 is for ids of one's own making */
	making->document->id = arena_printf(making->arena, "urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s", seed.ptr, seed.ptr + 8, seed.ptr + 12, seed.ptr + 15,
	    seed.ptr + 18);
	*ret_edition = edition.edition;
	return NULL;
}

static void
count_states(const struct vex_document *document, struct arena *arena, struct vex_out *out)
{
	int64_t counts[VEX_STATUSES] = { 0 };

	for (size_t i = 0; i < document->statements.count; i++)
		counts[document->statements.items[i].status] += (int64_t)document->statements.items[i].products.count;
	for (int i = 0; i < (int)VEX_STATUSES; i++)
		if (counts[i] > 0)
			list_push(arena, &out->counts, ((struct vex_count){ str_of(enum_name(&vex_status_names, i)), counts[i] }));
}

static struct str
file_name(const struct making *making, struct str form)
{
	const struct vex_wish *wish = making->wish;
	struct str scope = wish->vulnerability.len > 0 ? wish->vulnerability : STR("all");

	if (wish->system != 0)
		scope = arena_printf(making->arena, "%.*s-system%lld", STR_ARG(scope), (long long)wish->system);
	if (wish->product != 0)
		scope = arena_printf(making->arena, "%.*s-product%lld", STR_ARG(scope), (long long)wish->product);
	return arena_printf(making->arena, "vex-%.*s-%.*s.json", STR_ARG(scope), STR_ARG(form));
}

struct err *
vex_out_make(const struct home *home, struct ledger *ledger, const struct actor *actor, const struct vex_wish *wish, int64_t now, enum lang lang,
    struct arena *arena, struct vex_out *ret_out)
{
	struct vex_document document = { .at = INSTANT_NONE };
	struct making making = { .home = home, .ledger = ledger, .wish = wish, .lang = lang, .now = now, .arena = arena, .document = &document };
	struct str form = str_of(enum_name(&vex_form_names, (int)wish->form));
	struct vex_out out = { .form = form, .name = file_name(&making, form) };
	struct buf bytes BUF_SCOPE = { 0 };

	TRY(actor_need(actor, 0, SCOPE_READ, arena));
	TRY(name_author(&making));
	TRY(say_findings(&making));
	TRY(say_all_unaffected(&making));
	if (document.statements.count == 0)
		return err_new(arena, ERR_NOT_FOUND,
		    M("There is nothing to say here: no finding is open, and nothing was judged. An empty document would be taken for \"no problem\", so none is made."));
	TRY(number_edition(&making, actor, &out.edition));
	TRY(vex_write(wish->form, &document, arena, &bytes));
	count_states(&document, arena, &out);
	out.id = document.id;
	out.author = document.author;
	out.at = document.at;
	out.type = wish->form == VEX_CYCLONEDX ? STR("application/vnd.cyclonedx+json") : STR("application/json");
	out.bytes = arena_copy(arena, buf_str(&bytes));
	*ret_out = out;
	return NULL;
}
