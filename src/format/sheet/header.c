/*
 * header.c - finds the row, or the two rows, of headings, and says which column is what.
 */
#include <string.h>
#include "base/limits.h"
#include "format/sheet/parts.h"

/* Headings as one row: those of two rows joined, "" where a column has none. */
struct headings {
	struct str     *texts;
	struct str     *fields;    /* "" unknown                                              */
	bool           *under;     /* unknown, beneath a heading that means products          */
	size_t          count;
	size_t          score;     /* distinct known fields                                   */
	size_t          told;      /* fields that somebody told                               */
};

struct finding {
	const struct sheet_told *told;
	struct str               sheet;
	struct arena            *arena;
};

static const struct str left_out = STR_INIT("-"), installed = STR_INIT("installed");

bool
column_is(const struct column *column, const char *field)
{
	return str_eq(column->name, str_of(field));
}

/* -------------------------------------------------------------------------------------- what was told */

/* Does this mapping speak of this sheet with these headings? NULL fingerprint: those are not known yet. */
static bool
speaks(const struct finding *finding, const struct sheet_mapping *mapping, const struct str *fingerprint)
{
	if (mapping->sheet.len > 0 && finding->sheet.len > 0 && mapping->fingerprint.len == 0
	    && !str_eq(cell_trim(finding->sheet), mapping->sheet))
		return false;
	return mapping->fingerprint.len == 0 || (fingerprint != NULL && str_eq(*fingerprint, mapping->fingerprint));
}

static const struct sheet_mapping *
mapping_for(const struct finding *finding, const struct str *fingerprint)
{
	for (size_t i = 0; finding->told != NULL && i < finding->told->mappings.count; i++)
		if (speaks(finding, &finding->told->mappings.items[i], fingerprint))
			return &finding->told->mappings.items[i];
	return NULL;
}

static struct str
told_field(const struct sheet_mapping *mapping, struct str heading, struct arena *arena)
{
	struct str folded = mapping == NULL ? STR("") : heading_fold(heading, arena);

	for (size_t i = 0; folded.len > 0 && i < mapping->columns.count; i++)
		if (str_eq(folded, heading_fold(mapping->columns.items[i].heading, arena)))
			return mapping->columns.items[i].field;
	return STR("");
}

/* ------------------------------------------------------------------------------------- one or two rows */

/* The lower headings that say nothing by themselves: what they are, the upper says. */
static bool
is_generic(struct str folded)
{
	static const struct str words[] = {
		STR_INIT("名称"), STR_INIT("名"), STR_INIT("名前"), STR_INIT("種類"), STR_INIT("種別"), STR_INIT("品名"), STR_INIT("製品"), STR_INIT("内容"),
		STR_INIT("有無"), STR_INIT("name"), STR_INIT("type"),
	};

	return str_is_one_of(folded, words, ARRAY_LEN(words));
}

/* Beneath these, a person or a number is somebody else's than beneath no heading. */
static bool
is_owned(struct str field)
{
	static const struct str fields[] = { STR_INIT("contractor"), STR_INIT("user"), STR_INIT("vendor") };

	return str_is_one_of(field, fields, ARRAY_LEN(fields));
}

static struct str
join_field(struct str upper, struct str lower, struct arena *arena)
{
	struct str whole = arena_join(arena, (struct str[]){ upper, lower }, 2, STR(""));
	struct str field = heading_field(whole, arena), above = heading_field(upper, arena);

	if (field.len > 0)
		return field;
	if (is_generic(heading_fold(lower, arena)))
		return above;
	field = heading_field(lower, arena);
	return is_owned(above) && str_eq(field, STR("owner")) ? STR("") : field;
}

static void
put_heading(const struct finding *finding, const struct sheet_mapping *mapping, struct str upper, struct str lower, size_t at,
    struct headings *headings)
{
	bool two = upper.len > 0 && lower.len > 0 && !str_eq(upper, lower);
	struct str text = two ? arena_join(finding->arena, (struct str[]){ upper, lower }, 2, STR(" ")) : lower.len > 0 ? lower : upper;

	headings->texts[at] = text;
	headings->fields[at] = told_field(mapping, text, finding->arena);
	headings->told += headings->fields[at].len > 0;
	if (headings->fields[at].len == 0)
		headings->fields[at] = two ? join_field(upper, lower, finding->arena) : heading_field(text, finding->arena);
	headings->under[at] = two && headings->fields[at].len == 0 && str_eq(heading_field(upper, finding->arena), STR("product"));
}

static void
count_fields(struct headings *headings)
{
	struct str seen[64];
	size_t count = 0;

	for (size_t i = 0; i < headings->count; i++) {
		struct str field = headings->fields[i];

		if (field.len > 0 && !str_eq(field, left_out) && count < ARRAY_LEN(seen) && !str_is_one_of(field, seen, count))
			seen[count++] = field;
	}
	headings->score = count;
}

static struct str
cell_at(const struct kept_row *row, size_t at)
{
	return at < row->cells.count ? cell_trim(row->cells.items[at]) : STR("");
}

static bool
is_spread(const struct kept_row *row, size_t at)
{
	return row->flags != NULL && at < row->cells.count && (row->flags[at] & TABLE_CELL_ACROSS) != 0;
}

/* The upper heading of a column: its own, or the one that spans it; a span ends where the next heading begins. */
static struct str
upper_at(const struct kept_row *row, size_t at, bool *ret_spans)
{
	struct str text = cell_at(row, at);
	size_t left = at;

	while (left > 0 && cell_at(row, left).len == 0)
		left--;
	*ret_spans = text.len == 0 && left < at ? cell_at(row, left).len > 0
	    : text.len > 0 && (is_spread(row, at + 1) || (at + 1 < row->cells.count && cell_at(row, at + 1).len == 0));
	return text.len > 0 ? text : cell_at(row, left);
}

static struct headings
headings_of(const struct finding *finding, const struct sheet_mapping *mapping, const struct kept_row *upper,
    const struct kept_row *lower)
{
	size_t count = upper != NULL && upper->cells.count > lower->cells.count ? upper->cells.count : lower->cells.count;
	struct headings headings = {
		.texts = ARENA_ARRAY(finding->arena, struct str, count + 1), .fields = ARENA_ARRAY(finding->arena, struct str, count + 1),
		.under = ARENA_ARRAY(finding->arena, bool, count + 1), .count = count,
	};

	for (size_t i = 0; i < count; i++) {
		struct str above = STR(""), below = cell_at(lower, i);
		bool spans = false;

		if (upper != NULL)
			above = upper_at(upper, i, &spans);
		if (upper != NULL && !spans && cell_at(upper, i).len == 0)
			above = STR("");
		if (below.len == 0 && upper != NULL)
			above = cell_at(upper, i);
		put_heading(finding, mapping, above, below, i, &headings);
	}
	count_fields(&headings);
	return headings;
}

/*
 * Two rows may be headings together where filled cells of the lower stand beneath a span, beneath nothing, or repeat
 * the upper (a cell merged downwards); only some stand one to one beneath a heading, as a row of data does. Whether they are, their
 * words decide.
 */
static bool
may_join(const struct kept_row *upper, const struct kept_row *lower)
{
	size_t spanned = 0, stacked = 0, distinct = 0;

	for (size_t i = 0; i < lower->cells.count; i++) {
		struct str below = cell_at(lower, i);
		bool spans;
		struct str above = upper_at(upper, i, &spans);

		if (below.len == 0 || str_eq(above, below))
			continue;
		spanned += spans;
		stacked += !spans && cell_at(upper, i).len > 0;
	}
	for (size_t i = 0; i < upper->cells.count; i++)
		distinct += cell_at(upper, i).len > 0 && !is_spread(upper, i);
	return spanned > 1 && distinct > 1 && stacked <= spanned;
}

static bool
has_products_under(const struct headings *headings)
{
	for (size_t i = 0; i < headings->count; i++)
		if (headings->under[i])
			return true;
	return false;
}

/* The columns that this program wrote beside an earlier import. */
static bool
is_answer(struct str heading, struct arena *arena)
{
	static const struct str words[] = { STR_INIT("取込結果"), STR_INIT("理由"), STR_INIT("importresult"), STR_INIT("reason") };

	return str_is_one_of(heading_fold(heading, arena), words, ARRAY_LEN(words));
}

/* Of the office's own headings. */
static struct str
fingerprint_of(const struct finding *finding, const struct headings *headings)
{
	struct str_list own = { 0 };

	for (size_t i = 0; i < headings->count; i++)
		if (headings->texts[i].len > 0 && !is_answer(headings->texts[i], finding->arena))
			list_push(finding->arena, &own, headings->texts[i]);
	return sheet_fingerprint(own.items, own.count, finding->arena);
}

/* ------------------------------------------------------------------------------------ which row it is */

static size_t
filled_cells(const struct kept_row *row)
{
	size_t count = 0;

	for (size_t i = 0; i < row->cells.count; i++)
		count += row->cells.items[i].len > 0;
	return count;
}

struct choice {
	struct headings             headings;
	const struct sheet_mapping *mapping;
	size_t                      lower;       /* of the kept rows      */
	bool                        certain;     /* saved, or told by row */
	bool                        found;
};

/* What was told for exactly these headings decides; otherwise the better score. One known word is enough only for a list of one column. */
static void
consider(const struct finding *finding, const struct kept_row *kept, size_t upper, size_t lower, struct choice *choice)
{
	const struct kept_row *above = upper == lower ? NULL : &kept[upper];
	const struct sheet_mapping *any = mapping_for(finding, NULL), *mapping;
	struct headings headings = headings_of(finding, any, above, &kept[lower]);
	struct str fingerprint = fingerprint_of(finding, &headings);
	bool certain, better;

	mapping = mapping_for(finding, &fingerprint);
	if (mapping != any)
		headings = headings_of(finding, mapping, above, &kept[lower]);
	certain = mapping != NULL && (mapping->fingerprint.len > 0 || mapping->header_row == kept[lower].number);
	if (mapping != NULL && mapping->header_row > 0 && mapping->fingerprint.len == 0 && !certain)
		return;
	if (headings.score == 0 || (headings.score == 1 && filled_cells(&kept[lower]) > 1 && !certain))
		return;
	better = headings.score > choice->headings.score ||
	    (headings.score == choice->headings.score && above != NULL && has_products_under(&headings));
	if (headings.told != choice->headings.told)
		better = headings.told > choice->headings.told;
	if (certain != choice->certain)
		better = certain;
	if (!choice->found || better)
		*choice = (struct choice){ headings, mapping, lower, certain, true };
}

/* ------------------------------------------------------------------------------------------- columns */

static const struct str of_product[] = { STR_INIT("version"), STR_INIT("vendor"), STR_INIT("cpe"), STR_INIT("purl"), STR_INIT("support_end") };

/* Of most fields the first column counts; of notes and what describes products every one does. */
static bool
may_repeat(struct str name)
{
	static const struct str repeated[] = { STR_INIT("product"), STR_INIT("os"), STR_INIT("os_version"), STR_INIT("note"), STR_INIT("installed") };

	return str_is_one_of(name, repeated, ARRAY_LEN(repeated)) || str_is_one_of(name, of_product, ARRAY_LEN(of_product));
}

static bool
is_taken(const struct header *header, struct str name)
{
	for (size_t i = 0; i < header->columns.count; i++)
		if (str_eq(header->columns.items[i].name, name))
			return !may_repeat(name);
	return false;
}

static bool
has_field(const struct header *header, const char *name)
{
	for (size_t i = 0; i < header->columns.count; i++)
		if (column_is(&header->columns.items[i], name))
			return true;
	return false;
}

/* A list of devices names its product by the model alone: then the model is the product. */
static void
settle_model(struct header *header)
{
	if (has_field(header, "product") || has_field(header, "os") || has_field(header, "installed") || has_field(header, "cpe"))
		return;
	for (size_t i = 0; i < header->columns.count; i++) {
		struct column *column = &header->columns.items[i];

		if (!column_is(column, "model"))
			continue;
		column->name = STR("product");
		column->field = ledger_field(column->name);
		for (size_t k = 0; k < header->mapping.columns.count; k++)
			if (header->mapping.columns.items[k].column == (int64_t)column->at)
				header->mapping.columns.items[k].field = column->name;
		return;
	}
}

/* The os column that a version of the os belongs to: the last before it, else the first after it. */
static int
os_group(const struct header *header, size_t before)
{
	int group = COLUMN_NO_GROUP;

	for (size_t i = 0; i < header->columns.count; i++)
		if (column_is(&header->columns.items[i], "os") && (group == COLUMN_NO_GROUP || i < before))
			group = header->columns.items[i].group;
	return group;
}

/*
 * A ledger may have several products in a row: OS, its version, middleware, its version. Each such column is a
 * product; what describes a product belongs to the one on its left, but a maker directly before a product to that.
 */
static void
join_products(struct header *header)
{
	int current = COLUMN_NO_GROUP;

	settle_model(header);
	for (size_t i = 0; i < header->columns.count; i++) {
		struct column *column = &header->columns.items[i];
		bool before = i + 1 < header->columns.count && column_is(column, "vendor") && column_is(&header->columns.items[i + 1], "product");

		column->group = COLUMN_NO_GROUP;
		if (column_is(column, "product") || column_is(column, "os") || column_is(column, "installed"))
			column->group = header->groups++;
		if (column_is(column, "product") || column_is(column, "os"))
			current = column->group;
		else if (str_is_one_of(column->name, of_product, ARRAY_LEN(of_product)))
			column->group = before ? header->groups : current;
	}
	for (size_t i = 0; i < header->columns.count; i++)
		if (column_is(&header->columns.items[i], "os_version"))
			header->columns.items[i].group = os_group(header, i);
	/* what stands left of the first product is the first product's; of a sheet without any, a cpe or purl is the product */
	for (size_t i = 0; i < header->columns.count; i++)
		if (header->columns.items[i].group == COLUMN_NO_GROUP && str_is_one_of(header->columns.items[i].name, of_product, ARRAY_LEN(of_product)))
			header->columns.items[i].group = 0;
	if (header->groups == 0 && (has_field(header, "cpe") || has_field(header, "purl")))
		header->groups = 1;
	for (size_t i = 0; header->groups == 0 && i < header->columns.count; i++)
		header->columns.items[i].group = COLUMN_NO_GROUP;   /* of systems or hosts alone: what it says is theirs */
}

/* ------------------------------------------------------------------------------------- ○ and × */

/* Headings of marks that tell of a property, and name no product. */
static bool
is_property(struct str heading, struct arena *arena)
{
	static const struct str words[] = {
		STR_INIT("バックアップ"), STR_INIT("冗長"), STR_INIT("監視"), STR_INIT("暗号"), STR_INIT("持出"), STR_INIT("持ち出し"), STR_INIT("予備"), STR_INIT("廃棄"),
		STR_INIT("点検"), STR_INIT("確認"), STR_INIT("済"), STR_INIT("対象"), STR_INIT("可否"), STR_INIT("有無"), STR_INIT("フラグ"), STR_INIT("対応"),
		STR_INIT("接続"), STR_INIT("公開"), STR_INIT("更新"), STR_INIT("適用"), STR_INIT("契約"), STR_INIT("リース"), STR_INIT("個人"), STR_INIT("貸出"),
		STR_INIT("設定"), STR_INIT("認証"), STR_INIT("管理"), STR_INIT("利用"), STR_INIT("使用"), STR_INIT("外部"), STR_INIT("usb"), STR_INIT("無線"),
		STR_INIT("対策"), STR_INIT("クラウド"), STR_INIT("状態"), STR_INIT("結果"), STR_INIT("enabled"), STR_INIT("compliant"), STR_INIT("managed"), STR_INIT("active"),
	};
	struct str folded = heading_fold(heading, arena);

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_find(folded, words[i]) != SIZE_MAX)
			return true;
	return folded.len < 2;
}

/* Nothing but marks in the rows beneath, and one ○ at least. */
static bool
holds_marks(const struct kept_row *rows, size_t count, size_t at)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		struct str text = cell_at(&rows[i], at);
		enum cell_mark mark = cell_mark_of(text);

		if (text.len > 0 && mark == CELL_MARK_NONE && !cell_repeats(text))
			return false;
		found += mark == CELL_MARK_YES;
	}
	return found > 0;
}

/* The rows up to where the headings stand again, of the next block of a list. */
static size_t
rows_of_block(const struct kept_row *rows, size_t count, const struct headings *headings)
{
	for (size_t i = 0; i < count; i++)
		for (size_t at = 0; at < headings->count; at++)
			if (headings->fields[at].len > 0 && str_eq(cell_at(&rows[i], at), headings->texts[at]))
				return i;
	return count;
}

/*
 * ○ in a column means a product where its heading stands beneath 「ソフトウェア」 or bears a version, or where the sheet has hosts and no other
 * column of products. Else it may be any property of the host, and the person says so ("installed").
 */
static void
find_marks(const struct finding *finding, const struct kept_row *rows, size_t count, struct headings *headings, bool no_product)
{
	for (size_t i = 0; i < headings->count; i++) {
		bool named = headings->under[i] || cell_name_version(headings->texts[i], finding->arena).version.len > 0;

		if (headings->fields[i].len > 0 || headings->texts[i].len == 0 || is_property(headings->texts[i], finding->arena))
			continue;
		if ((named || no_product) && holds_marks(rows, count, i))
			headings->fields[i] = installed;
	}
}

/* ------------------------------------------------------------------------------------------- the whole */

static bool
knows(const struct headings *headings, const char *field)
{
	return str_is_one_of(str_of(field), headings->fields, headings->count);
}

static void
make_header(const struct finding *finding, const struct headings *headings, const struct kept_row *row, bool saved, struct header *header)
{
	header->mapping = (struct sheet_mapping){
		.sheet = finding->sheet, .header_row = row->number, .saved = saved,
		.fingerprint = fingerprint_of(finding, headings),
	};
	for (size_t i = 0; i < headings->count; i++) {
		struct sheet_column shown = { .column = (int64_t)i, .heading = headings->texts[i], .field = headings->fields[i] };
		bool used = shown.field.len > 0 && !str_eq(shown.field, left_out) && !is_taken(header, shown.field)
		    && !is_answer(shown.heading, finding->arena);

		if (used)
			list_push(finding->arena, &header->columns, ((struct column){ .at = i, .heading = shown.heading, .name = shown.field,
			    .field = ledger_field(str_eq(shown.field, installed) ? STR("product") : shown.field), .group = COLUMN_NO_GROUP }));
		else if (!str_eq(shown.field, left_out))
			shown.field = STR("");
		if (shown.heading.len > 0)
			list_push(finding->arena, &header->mapping.columns, shown);
	}
	join_products(header);
}

bool
header_find(const struct sheet_told *told, struct str sheet, const struct kept_row *kept, size_t count, struct arena *arena,
    struct header *ret_header)
{
	struct finding finding = { told, sheet, arena };
	struct choice choice = { 0 };
	bool no_product;

	*ret_header = (struct header){ 0 };
	for (size_t i = 0; i < count; i++) {
		consider(&finding, kept, i, i, &choice);
		if (i > 0 && kept[i].number == kept[i - 1].number + 1 && may_join(&kept[i - 1], &kept[i]))
			consider(&finding, kept, i - 1, i, &choice);
	}
	if (!choice.found)
		return false;
	no_product = knows(&choice.headings, "host") && !knows(&choice.headings, "product");
	find_marks(&finding, kept + choice.lower + 1, rows_of_block(kept + choice.lower + 1, count - choice.lower - 1, &choice.headings),
	    &choice.headings, no_product);
	make_header(&finding, &choice.headings, &kept[choice.lower], choice.mapping != NULL && choice.mapping->fingerprint.len > 0, ret_header);
	ret_header->rows = choice.lower + 1;
	return true;
}

void
header_again(const struct sheet_told *told, struct str sheet, const struct kept_row *row, bool marks, struct arena *arena,
    struct header *ret_header)
{
	struct finding finding = { told, sheet, arena };
	struct headings headings = headings_of(&finding, mapping_for(&finding, NULL), NULL, row);

	for (size_t i = 0; marks && i < headings.count; i++)
		if (headings.fields[i].len == 0 && headings.texts[i].len > 0 && !is_property(headings.texts[i], arena))
			headings.fields[i] = installed;
	*ret_header = (struct header){ 0 };
	make_header(&finding, &headings, row, false, ret_header);
}
