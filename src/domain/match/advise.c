/*
 * advise.c - what one record says, as entries: each source's own grammar becomes sets of versions under
 * the keys of the products it names.
 */
#include <assert.h>
#include "base/limits.h"
#include "domain/jvnprose/jvnprose.h"
#include "domain/match/builder.h"
#include "domain/match/config.h"
#include "domain/match/distro.h"
#include "domain/match/maker.h"
#include "domain/match/product.h"
#include "domain/match/sets.h"
#include "domain/name/name.h"
#include "format/purl/purl.h"

/* One record on its way into the builder. */
struct advising {
	struct match_builder  *builder;
	const struct advisory *advisory;
	struct arena          *arena;
	struct str             scope_cve;
	uint32_t               vulnerability;
};

/* A set and all that limits it, still without a key. */
struct statement {
	struct version_set set;
	enum scheme        scheme;
	enum rank          rank;
	unsigned           flags;
	unsigned           platforms;
	struct str         limit;
	struct str         subject;
	struct str         note;
};

static enum rank
rank_of_source(enum source source)
{
	switch (source) {
	case SOURCE_JVN:
		return RANK_JVN;
	case SOURCE_OWN:
		return RANK_OWN;
	case SOURCE_CVE5:
	case SOURCE_OSV:
	case SOURCE_CSAF:
		return RANK_CNA;
	default:
		return RANK_NVD;
	}
}

static struct entry_facts
facts_of(const struct advising *advising, const struct statement *statement)
{
	return (struct entry_facts){
		.vulnerability = advising->vulnerability,
		.record = advising->advisory->id,
		.feed = str_of(enum_name(&source_names, (int)advising->advisory->source)),
		.source = advising->advisory->source,
		.rank = statement->rank,
		.scheme = (int)statement->scheme,
		.flags = statement->flags,
		.platforms = statement->platforms,
		.limit = statement->limit,
		.subject = statement->subject,
		.note = statement->note,
	};
}

static struct err *
add(const struct advising *advising, struct str key, const struct statement *statement, struct entry_facts *facts)
{
	struct version_set set = statement->set;
	struct buf body BUF_SCOPE = { 0 };

	if (!set.undecided && statement->rank != RANK_JVN)
		set.text = STR("");   /* range_format says it as well */
	set_encode(&set, statement->scheme, advising->arena, &body);
	facts->body = buf_str(&body);
	return builder_entry(advising->builder, key, facts, advising->arena);
}

/* ------------------------------------------------------------------------------ by package */

/* Once for each that names it, so that an amendment can take out those of what changed (amend.c). */
static struct err *
add_release(const struct advising *advising, const struct distro *distro, const struct entry_facts *facts)
{
	return builder_name(advising->builder, image_key(advising->arena, 'r', str_of(distro->ecosystem), facts->release), 0, advising->arena);
}

static struct err *
add_package(const struct advising *advising, struct str ecosystem, struct str package, const struct statement *statement)
{
	const struct distro *distro = distro_of_ecosystem(ecosystem);
	struct entry_facts facts = facts_of(advising, statement);
	struct arena *arena = advising->arena;
	struct str base, key = purl_package_key(ecosystem, package, arena);

	str_cut(ecosystem, ':', &base, &(struct str){ 0 });
	if (advising->advisory->source == SOURCE_OSV)
		facts.feed = arena_join(arena, (struct str[]){ STR("osv"), base }, 2, STR(":"));
	if (distro != NULL) {
		facts.release = distro_release_of_ecosystem(distro, ecosystem, arena, &facts.channel);
		if (facts.channel == CHANNEL_OTHER)
			return NULL;
		if (advising->advisory->source == SOURCE_OSV || advising->advisory->source == SOURCE_CSAF)
			facts.rank = RANK_DISTRIBUTOR;
		/* Of which releases OSV speaks as a whole, so that silence means something: who names single packages does not say. */
		if (advising->advisory->source == SOURCE_OSV)
			TRY(add_release(advising, distro, &facts));
	} else {
		TRY(builder_candidate(advising->builder, STR(""), package,
		    arena_join(arena, (struct str[]){ base, package }, 2, STR("/")), false, arena));
	}
	return add(advising, image_key(arena, 'e', base, key), statement, &facts);
}

/* The package that a purl names. An advisory whose purl is broken still has its other names. */
static bool
is_package_url(struct str text, struct arena *arena, struct str *ret_ecosystem, struct str *ret_package)
{
	struct purl purl;

	return purl_parse(text, arena, &purl) == NULL && purl_ecosystem(&purl, arena, ret_ecosystem, ret_package);
}

/* ---------------------------------------------------------------------------------- by CPE */

/* A product as such: the CPE without version and what follows. */
static struct str
identity_of(const struct cpe *cpe, struct arena *arena)
{
	struct cpe whole = { 0 };

	for (size_t i = CPE_PART; i <= CPE_PRODUCT; i++)
		whole.attributes[i] = cpe->attributes[i];
	return cpe_format(&whole, arena);
}

static struct err *
add_cpe_candidate(const struct advising *advising, const struct cpe *cpe)
{
	return builder_candidate(advising->builder, cpe_value_plain(&cpe->attributes[CPE_VENDOR], advising->arena),
	    cpe_value_plain(&cpe->attributes[CPE_PRODUCT], advising->arena), identity_of(cpe, advising->arena), true,
	    advising->arena);
}

/* The record's own names for a product it gives a CPE for: how 「アパッチ Tomcat」 finds apache:tomcat. */
static struct err *
add_display_candidate(const struct advising *advising, const struct affected *affected, const struct cpe *cpe)
{
	return builder_candidate(advising->builder, affected->vendor, affected->product,
	    identity_of(cpe, advising->arena), true, advising->arena);
}

static struct err *
add_cpe(const struct advising *advising, const struct cpe *cpe, struct str text, const struct statement *statement)
{
	struct str key = product_cpe_key(cpe, advising->arena);
	struct entry_facts facts = facts_of(advising, statement);

	assert(key.len > 0);
	if (facts.limit.len == 0 && product_is_limited(cpe)) {
		facts.limit = text;
		facts.flags |= ENTRY_LIMIT_CPE;
	}
	TRY(add_cpe_candidate(advising, cpe));
	return add(advising, image_key(advising->arena, 'c', key, (struct str){ 0 }), statement, &facts);
}

/* Every CPE of an affected product with the product's one set; *ret_found: some had a key. */
static struct err *
add_cpes(const struct advising *advising, const struct affected *affected, const struct statement *statement,
    bool *ret_found)
{
	struct cpe cpe;

	*ret_found = false;
	for (size_t i = 0; i < affected->cpes.count; i++) {
		if (cpe_parse(affected->cpes.items[i], advising->arena, &cpe) != NULL ||
		    product_cpe_key(&cpe, advising->arena).len == 0)
			continue;
		*ret_found = true;
		TRY(add_cpe(advising, &cpe, affected->cpes.items[i], statement));
		TRY(add_display_candidate(advising, affected, &cpe));
	}
	return NULL;
}

/* Display names alone: they speak of a component whose confirmed CPE has the same names. */
static struct err *
add_display(const struct advising *advising, const struct affected *affected, const struct statement *statement)
{
	struct entry_facts facts = facts_of(advising, statement);
	struct str vendor = product_fold(affected->vendor, advising->arena);
	struct str product = product_fold(affected->product, advising->arena);

	if (vendor.len == 0 || product.len == 0)
		return NULL;
	return add(advising, image_key(advising->arena, 'v', vendor, product), statement, &facts);
}

/* ------------------------------------------------------------------------------ by grammar */

static struct str
subject_of(const struct affected *affected, struct arena *arena)
{
	if (affected->package.len > 0)
		return affected->package;
	if (affected->vendor.len == 0 || affected->product.len == 0)
		return affected->product;
	return arena_join(arena, (struct str[]){ affected->vendor, affected->product }, 2, STR(" "));
}

static struct err *
advise_osv(const struct advising *advising, const struct affected *affected)
{
	struct statement said = { .rank = rank_of_source(advising->advisory->source), .note = affected->urgency };
	struct str ecosystem = affected->ecosystem, package = affected->package;
	bool named = ecosystem.len > 0 && package.len > 0;

	if (!named && !is_package_url(affected->purl, advising->arena, &ecosystem, &package))
		return NULL;   /* it says of nothing what it says */
	said.scheme = scheme_of_ecosystem(ecosystem);
	said.subject = subject_of(affected, advising->arena);
	said.set = range_of_osv(affected, said.scheme, advising->arena);
	set_mend(&said.set, said.scheme);
	if (affected->ranges.count == 0 && affected->versions.count == 0) {
		said.set.undecided = true;
		said.flags = ENTRY_NO_RANGE;
	} else if (said.set.undecided) {
		said.flags = ENTRY_UNSTATED;
	}
	set_reduce(&said.set, said.scheme);
	return add_package(advising, ecosystem, package, &said);
}

/* How the maker of a product orders its versions, by its CPE names, else by the names it would be found under. */
static enum scheme
scheme_of_product(const struct affected *affected, struct arena *arena)
{
	struct cpe cpe;

	for (size_t i = 0; i < affected->cpes.count; i++) {
		enum scheme scheme = cpe_parse(affected->cpes.items[i], arena, &cpe) == NULL ? name_scheme(cpe_product_key(&cpe, arena))
		                                                                            : SCHEME_GENERIC;

		if (scheme != SCHEME_GENERIC)
			return scheme;
	}
	return name_scheme_folded(product_fold(affected->vendor, arena), product_fold(affected->product, arena));
}

/* A row that ends before it begins ("2020" to "20.005.30574") was meant otherwise: it says nothing. */
static bool
has_inverted_row(const struct affected *affected, enum scheme scheme)
{
	for (size_t i = 0; i < affected->rows.count; i++) {
		const struct cve5_version *row = &affected->rows.items[i];
		struct str end = row->less_than.len > 0 ? row->less_than : row->less_than_or_equal;

		if (end.len > 0 && !str_eq(end, STR("*")) && row->version.len > 0 &&
		    version_compare(scheme, row->version, end) == ORDER_GREATER)
			return true;
	}
	return false;
}

static struct err *
advise_cve5(const struct advising *advising, const struct affected *affected)
{
	struct statement said = { .flags = ENTRY_UNSTATED };
	struct str ecosystem = product_collection_ecosystem(affected->ecosystem), package = affected->package;
	bool found;

	said.rank = advising->advisory->source == SOURCE_OWN ? RANK_OWN : RANK_CNA;
	said.subject = subject_of(affected, advising->arena);
	said.set = range_of_cve5(affected, scheme_of_product(affected, advising->arena), advising->arena, &said.scheme);
	said.set.undecided = said.set.undecided || has_inverted_row(affected, said.scheme);
	said.platforms = product_platforms(affected->platforms.items, affected->platforms.count);
	said.note = arena_join(advising->arena, affected->platforms.items, affected->platforms.count, STR(", "));
	if (affected->purl.len == 0 ? ecosystem.len > 0 && package.len > 0
	                            : is_package_url(affected->purl, advising->arena, &ecosystem, &package))
		TRY(add_package(advising, ecosystem, package, &said));
	TRY(add_cpes(advising, affected, &said, &found));
	return found ? NULL : add_display(advising, affected, &said);
}

static bool
is_in_scope(const struct jvn_part *part, struct str scope_cve)
{
	return part->cves.count == 0 || scope_cve.len == 0 ||
	    str_is_one_of(scope_cve, part->cves.items, part->cves.count);
}

static struct err *
add_jvn(const struct advising *advising, const struct affected *affected, const struct statement *statement)
{
	bool found;

	TRY(add_cpes(advising, affected, statement, &found));
	return found ? NULL : add_display(advising, affected, statement);
}

/* What one part says, and what it leaves open between its branches, as two statements. */
struct jvn_statements {
	struct statement said, open;
	bool             ordered;   /* the maker's order is the one it was read by */
	bool             any;
};

static void
join_part(struct jvn_statements *statements, const struct jvn_part *part, struct arena *arena)
{
	struct version_set set = part->set;

	if (!statements->ordered) {
		set = (struct version_set){ .undecided = true, .text = part->set.text };
	} else if (part->between.intervals.count > 0) {
		/* What is in doubt is not said, also where the part's own set holds it. */
		if (range_simplify(&part->set, &part->between, statements->said.scheme, arena, &set))
			set.undecided = false;
		set_join(&statements->open.set, &part->between, arena);
		statements->open.flags |= ENTRY_OPEN;
		if (statements->open.set.text.len == 0)
			statements->open.set.text = set.text;
	}
	if (part->kind != JVN_NO_VERSION)
		statements->said.flags &= ~(unsigned)ENTRY_NO_RANGE;
	set_join(&statements->said.set, &set, arena);
	statements->any = true;
}

static struct err *
add_statements(const struct advising *advising, const struct affected *affected,
    const struct jvn_statements *statements)
{
	if (!statements->any)
		return NULL;
	TRY(add_jvn(advising, affected, &statements->said));
	return (statements->open.flags & ENTRY_OPEN) ? add_jvn(advising, affected, &statements->open) : NULL;
}

static void
list_versions(const struct version_set *set, struct arena *arena, struct str_list *versions)
{
	for (size_t i = 0; i < set->intervals.count; i++) {
		const struct interval *interval = &set->intervals.items[i];

		if (interval->lower.side != CUT_NONE)
			list_push(arena, versions, interval->lower.version);
		if (interval->upper.side != CUT_NONE)
			list_push(arena, versions, interval->upper.version);
	}
	for (size_t i = 0; i < set->exact.count; i++)
		list_push(arena, versions, set->exact.items[i]);
}

/*
 * The rows were read by numbers (domain/jvnprose). The reading is the maker's where his order has all its versions
 * in the same places; where it has not, what the rows mean is not known.
 */
static bool
is_ordered_by(const struct jvn_reading *reading, enum scheme scheme, struct arena *arena)
{
	struct str_list versions = { 0 };

	if (scheme == SCHEME_GENERIC)
		return true;
	for (size_t i = 0; i < reading->parts.count; i++) {
		list_versions(&reading->parts.items[i].set, arena, &versions);
		list_versions(&reading->parts.items[i].between, arena, &versions);
	}
	if (versions.count > 0 && versions.count > LIMIT_JVN_PAIRS / versions.count)
		return false;
	for (size_t i = 0; i < versions.count; i++) {
		if (!version_is_valid(scheme, versions.items[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (version_compare(scheme, versions.items[i], versions.items[j]) !=
			    version_compare(SCHEME_GENERIC, versions.items[i], versions.items[j]))
				return false;
	}
	return true;
}

/* Until a part says otherwise, the product is named without versions. */
static struct jvn_statements
statements_begin(const struct advising *advising, const struct affected *affected, const struct jvn_reading *reading)
{
	struct statement none = { .rank = rank_of_source(advising->advisory->source) };
	struct jvn_statements statements;

	none.scheme = scheme_of_product(affected, advising->arena);
	none.subject = subject_of(affected, advising->arena);
	statements = (struct jvn_statements){ .said = none, .open = none, .ordered = is_ordered_by(reading, none.scheme, advising->arena) };
	statements.said.flags = ENTRY_NO_RANGE;
	return statements;
}

/*
 * The parts that hold for any edition are one set, because what one row leaves open another may not
 * close. A part for an edition or a platform stands alone and is limited to it.
 */
static struct err *
advise_jvn(const struct advising *advising, const struct affected *affected)
{
	struct jvn_statements all;
	struct jvn_reading reading;

	jvnprose_read(affected->phrases.items, affected->phrases.count, advising->arena, &reading);
	all = statements_begin(advising, affected, &reading);
	for (size_t i = 0; i < reading.parts.count; i++) {
		const struct jvn_part *part = &reading.parts.items[i];
		struct jvn_statements one = statements_begin(advising, affected, &reading);

		if (!is_in_scope(part, advising->scope_cve))
			continue;
		if (part->edition.len == 0 && part->platform.len == 0) {
			join_part(&all, part, advising->arena);
			continue;
		}
		one.said.limit = one.open.limit = part->edition.len > 0 ? part->edition : part->platform;
		one.said.flags |= ENTRY_LIMIT_TEXT;
		one.open.flags |= ENTRY_LIMIT_TEXT;
		join_part(&one, part, advising->arena);
		TRY(add_statements(advising, affected, &one));
	}
	return add_statements(advising, affected, &all);
}

/* ---------------------------------------------------------------------------- configurations */

/* The plain criteria of one product with the same limits are one set. */
struct group {
	struct str       key, limit;
	struct cpe       cpe;
	struct statement said;
};
struct groups { LIST(struct group) list; };

static struct group *
group_of(struct groups *groups, struct str key, struct str limit, struct arena *arena)
{
	struct group *group;

	for (size_t i = groups->list.count; i-- > 0;)
		if (str_eq(groups->list.items[i].key, key) && str_eq(groups->list.items[i].limit, limit))
			return &groups->list.items[i];
	group = list_add(arena, &groups->list);
	group->key = key;
	group->limit = limit;
	return group;
}

/* The criterion without its version: what it limits itself to. */
static struct str
limit_text(const struct cpe *cpe, struct arena *arena)
{
	struct cpe limit = *cpe;

	if (!product_is_limited(cpe))
		return STR("");
	limit.attributes[CPE_VERSION] = limit.attributes[CPE_UPDATE] = (struct cpe_value){ .kind = CPE_ANY };
	return cpe_format(&limit, arena);
}

static void
collect_plain(const struct advising *advising, const struct config_match *match, struct groups *groups)
{
	struct arena *arena = advising->arena;
	struct version_set set;
	struct group *group;
	struct str key;
	struct cpe cpe;
	bool unstated;

	/* A condition in a plain configuration decides nothing: who is affected is affected by another criterion. */
	if (!match->vulnerable || cpe_parse(match->cpe, arena, &cpe) != NULL)
		return;
	key = product_cpe_key(&cpe, arena);
	if (key.len == 0)
		return;
	group = group_of(groups, key, limit_text(&cpe, arena), arena);
	set = product_criterion(&cpe, &match->versions, arena, &unstated);
	group->cpe = cpe;
	group->said.subject = cpe_product_key(&cpe, arena);
	group->said.scheme = name_scheme(group->said.subject);
	set_mend(&set, group->said.scheme);
	group->said.flags |= unstated ? ENTRY_NO_RANGE : 0;
	set.text = set.undecided ? set.text : STR("");
	set_join(&group->said.set, &set, arena);
}

struct conditional {
	const struct advising *advising;
	struct str_list        keys;
	struct str             body;
	enum rank              rank;
	struct err            *err;
};

static void
add_conditional(void *data, const struct config_leaf *leaf)
{
	struct conditional *conditional = data;
	const struct advising *advising = conditional->advising;
	struct statement said = { .rank = conditional->rank, .scheme = leaf->scheme };
	struct entry_facts facts;
	struct cpe cpe;

	if (!leaf->vulnerable || leaf->key.len == 0 || conditional->err != NULL ||
	    str_is_one_of(leaf->key, conditional->keys.items, conditional->keys.count))
		return;
	list_push(advising->arena, &conditional->keys, leaf->key);
	facts = facts_of(advising, &said);
	facts.kind = ENTRY_CONFIG;
	facts.body = conditional->body;
	facts.subject = str_from(leaf->key, 2);
	conditional->err = cpe_parse(leaf->criterion, advising->arena, &cpe);
	assert(conditional->err == NULL);   /* it has a key */
	conditional->err = add_cpe_candidate(advising, &cpe);
	if (conditional->err == NULL)
		conditional->err = builder_entry(advising->builder,
		    image_key(advising->arena, 'c', leaf->key, (struct str){ 0 }), &facts, advising->arena);
}

static struct err *
advise_conditional(const struct advising *advising, const struct config *config, enum rank rank)
{
	struct conditional conditional = { .advising = advising, .rank = rank };
	struct buf blob BUF_SCOPE = { 0 };

	config_encode(config, advising->arena, &blob);
	conditional.body = arena_copy(advising->arena, buf_str(&blob));
	config_each(conditional.body, add_conditional, &conditional);
	return conditional.err;
}

static struct err *
advise_configs(const struct advising *advising)
{
	const struct advisory *advisory = advising->advisory;
	enum rank rank = rank_of_source(advisory->source);
	struct groups groups = { 0 };

	for (size_t i = 0; i < advisory->configs.count; i++) {
		const struct config *config = &advisory->configs.items[i];

		if (!config_is_plain(config)) {
			TRY(advise_conditional(advising, config, rank));
			continue;
		}
		for (size_t j = 0; j < config->nodes.count; j++)
			for (size_t k = 0; k < config->nodes.items[j].matches.count; k++)
				collect_plain(advising, &config->nodes.items[j].matches.items[k], &groups);
	}
	for (size_t i = 0; i < groups.list.count; i++) {
		struct group *group = &groups.list.items[i];

		group->said.rank = rank;
		TRY(add_cpe(advising, &group->cpe, group->limit, &group->said));
	}
	return NULL;
}

/* --------------------------------------------------------------------------------- the record */

static struct err *
advise_affected(const struct advising *advising, const struct affected *affected)
{
	switch (advising->advisory->source) {
	case SOURCE_OSV:
		return advise_osv(advising, affected);
	case SOURCE_JVN:
		return advise_jvn(advising, affected);
	case SOURCE_CVE5:
	case SOURCE_NVD:   /* what the CNA says, repeated */
		return advise_cve5(advising, affected);
	case SOURCE_CSAF:
		if (affected->only.count > 0 && advising->scope_cve.len > 0 &&
		    !str_is_one_of(advising->scope_cve, affected->only.items, affected->only.count))
			return NULL;
		return affected->ecosystem.len > 0 ? advise_osv(advising, affected) : advise_cve5(advising, affected);
	case SOURCE_OWN:
		/* A person's reading is written in whichever grammar fits. */
		if (affected->ranges.count > 0 || affected->versions.count > 0)
			return advise_osv(advising, affected);
		return affected->phrases.count > 0 ? advise_jvn(advising, affected) : advise_cve5(advising, affected);
	default:
		return NULL;
	}
}

struct err *
match_builder_advisory(struct match_builder *builder, uint32_t vulnerability, const struct advisory *advisory,
    struct str scope_cve, struct arena *arena)
{
	struct advising advising = { builder, advisory, arena, scope_cve, vulnerability };

	if (vulnerability >= builder->vulnerabilities.count)
		return err_new(arena, ERR_NOT_FOUND, M("The index has no vulnerability number {number}."),
		    ARG_N("number", vulnerability));
	if (advisory->state == ADVISORY_WITHDRAWN)
		return builder_name(builder, image_key(arena, 't', advisory->id, (struct str){ 0 }), 0, arena);
	if (advisory->source == SOURCE_MSRC)
		return maker_advise(builder, vulnerability, advisory, arena);
	for (size_t i = 0; i < advisory->affected.count; i++)
		TRY(advise_affected(&advising, &advisory->affected.items[i]));
	return advise_configs(&advising);
}
