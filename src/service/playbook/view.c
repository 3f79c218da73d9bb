/*
 * view.c - playbooks and their differences as values with a schema, in the person's language.
 */
#include "base/catalogue.h"
#include "service/playbook/playbook.h"

static const char *const state_names[] = { "in_force", "to_come", "past" };
static const char *const state_texts[] = { M("in force"), M("to come"), M("replaced") };
static const struct enum_names state_words = ENUM_WORDS(state_names, state_texts);
static const struct field edition_fields[] = {
	FIELD(struct edition_view, id, FIELD_STR),
	FIELD(struct edition_view, since, FIELD_DAY),
	FIELD_WORD(struct edition_view, state, &state_words),
	FIELD(struct edition_view, title, FIELD_STR),
	FIELD(struct edition_view, number, FIELD_STR),
	FIELD(struct edition_view, sealed, FIELD_BOOL),
	FIELD(struct edition_view, source, FIELD_STR),
	FIELD(struct edition_view, own, FIELD_BOOL),
	FIELD(struct edition_view, digest, FIELD_STR),
};
const struct schema playbook_edition_schema = SCHEMA("edition", struct edition_view, edition_fields);
static const struct field editions_fields[] = {
	FIELD_OF(struct editions_view, editions, FIELD_LIST, &playbook_edition_schema),
};
const struct schema editions_schema = SCHEMA("editions", struct editions_view, editions_fields);

static const struct field part_line_fields[] = {
	FIELD(struct part_line_view, key, FIELD_STR),
	FIELD(struct part_line_view, label, FIELD_STR),
	FIELD(struct part_line_view, text, FIELD_STR),
};
static const struct schema part_line_schema = SCHEMA("line", struct part_line_view, part_line_fields);
static const struct field part_fields[] = {
	FIELD(struct part_view, id, FIELD_STR),
	FIELD(struct part_view, title, FIELD_STR),
	FIELD_OF(struct part_view, lines, FIELD_LIST, &part_line_schema),
};
static const struct schema part_schema = SCHEMA("part", struct part_view, part_fields);
static const struct field section_fields[] = {
	FIELD(struct section_view, section, FIELD_STR),
	FIELD(struct section_view, label, FIELD_STR),
	FIELD_OF(struct section_view, parts, FIELD_LIST, &part_schema),
};
static const struct schema section_schema = SCHEMA("section", struct section_view, section_fields);
static const struct field playbook_fields[] = {
	FIELD_OF(struct playbook_view, edition, FIELD_STRUCT, &playbook_edition_schema),
	FIELD(struct playbook_view, compartments, FIELD_STRS),
	FIELD_OF(struct playbook_view, sections, FIELD_LIST, &section_schema),
};
const struct schema playbook_view_schema = SCHEMA("playbook", struct playbook_view, playbook_fields);

static const struct field difference_line_fields[] = {
	FIELD(struct difference_line_view, text, FIELD_STR),
	FIELD(struct difference_line_view, blocks, FIELD_BOOL),
};
static const struct schema difference_line_schema = SCHEMA("difference_line", struct difference_line_view, difference_line_fields);
static const struct field difference_fields[] = {
	FIELD_OF(struct difference_view, older, FIELD_STRUCT, &playbook_edition_schema),
	FIELD_OF(struct difference_view, newer, FIELD_STRUCT, &playbook_edition_schema),
	FIELD_OF(struct difference_view, lines, FIELD_LIST, &difference_line_schema),
};
const struct schema difference_schema = SCHEMA("difference", struct difference_view, difference_fields);

/* in_force: the edition of this id that is in force on the day; NULL where there is none. */
static struct edition_view
edition_of(const struct playbook *book, const struct playbook *in_force, int32_t day, enum lang lang)
{
	return (struct edition_view){
		.id = book->id,
		.since = book->since,
		.state = book == in_force ? STR("in_force") : book->since > day ? STR("to_come") : STR("past"),
		.title = words_in(&book->title, lang),
		.number = book->number,
		.sealed = book->sealed,
		.source = book->source,
		.own = book->own,
		.digest = book->digest,
	};
}

void
playbook_editions(const struct playbooks *books, int32_t day, enum lang lang, struct arena *arena, struct editions_view *ret_view)
{
	*ret_view = (struct editions_view){ 0 };
	for (size_t i = 0; i < books->count; i++)
		list_push(arena, &ret_view->editions, edition_of(books->items[i], playbooks_find(books, books->items[i]->id, day), day, lang));
}

static void
add_part(const struct playbook *book, enum play_part kind, size_t at, enum lang lang, struct arena *arena, struct section_view *section)
{
	struct part_view part = { .id = playbook_part_id(book, kind, at), .title = words_in(playbook_part_title(book, kind, at), lang) };
	struct play_lines lines;

	playbook_describe(book, kind, at, arena, &lines);
	for (size_t i = 0; i < lines.count; i++)
		list_push(arena, &part.lines, ((struct part_line_view){ str_of(lines.items[i].key), str_of(catalogue_text(lang, lines.items[i].label)),
		    words_in(&lines.items[i].text, lang) }));
	list_push(arena, &section->parts, part);
}

void
playbook_view_of(const struct playbook *book, const struct playbook *in_force, int32_t day, enum lang lang, struct arena *arena,
    struct playbook_view *ret_view)
{
	*ret_view = (struct playbook_view){ .edition = edition_of(book, in_force, day, lang) };
	for (size_t i = 0; i < book->compartments.count; i++)
		list_push(arena, &ret_view->compartments, book->compartments.items[i]);
	for (enum play_part kind = 0; kind < PART_COUNT; kind++) {
		struct section_view section = { .section = str_of(play_part_names.names[kind]),
			.label = str_of(catalogue_text(lang, play_part_texts[kind])) };

		for (size_t i = 0; i < playbook_parts(book, kind); i++)
			add_part(book, kind, i, lang, arena, &section);
		if (section.parts.count > 0)
			list_push(arena, &ret_view->sections, section);
	}
}

void
playbook_difference_of(const struct playbook *older, const struct playbook *newer, const struct playbook *in_force, int32_t day,
    enum lang lang, struct arena *arena, struct difference_view *ret_view)
{
	struct play_differences differences = { 0 };

	*ret_view = (struct difference_view){ .older = edition_of(older, in_force, day, lang), .newer = edition_of(newer, in_force, day, lang) };
	playbook_difference(older, newer, NULL, arena, &differences);
	for (size_t i = 0; i < differences.count; i++)
		list_push(arena, &ret_view->lines, ((struct difference_line_view){ play_refusal_words(differences.items[i].says, lang, arena),
		    differences.items[i].blocks }));
}
