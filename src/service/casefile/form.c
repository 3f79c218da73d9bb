/*
 * form.c - the fields of a case as people see and fill them: by the stages of its way, with what may be chosen and what still lacks.
 */
#include "base/buf.h"
#include "base/catalogue.h"
#include "base/limits.h"
#include "format/json/json_write.h"
#include "format/yaml/yaml.h"
#include "service/casefile/parts.h"
#include "store/ledger/people.h"

/* ---------------------------------------------------------------------------------------------- fields */

/* Empty, and every move of people that leads on from here needs it (there is one). */
static bool
is_needed(const struct case_now *now, const struct play_outline *outline, size_t place)
{
	bool any = false;

	if (now->values[place].text.len > 0)
		return false;
	for (size_t i = 0; i < now->book->moves.count; i++) {
		const struct play_move *move = &now->book->moves.items[i];

		if (!index_has(&move->from, now->play.state) || !playbook_leads_on(outline, now->play.state, move))
			continue;
		if (!playbook_needs(now->book, move, place))
			return false;
		any = true;
	}
	return any;
}

static void
show_rows(const struct play_field *field, struct str text, enum lang lang, struct arena *arena, struct case_field_view *view)
{
	struct yaml_node *root;

	if (text.len == 0 || yaml_parse(text, field->id, arena, &root) != NULL || root->kind != YAML_SEQUENCE)
		return;
	for (size_t i = 0; i < root->items.count; i++) {
		struct case_cells_view *row = list_add(arena, &view->rows);

		for (size_t c = 0; c < field->columns.count; c++) {
			const struct play_field *column = &field->columns.items[c];
			struct str kept = yaml_find_str(root->items.items[i], arena_cstr(arena, column->id));

			if (kept.len > 0)
				list_push(arena, &row->cells, ((struct case_value_view){ words_in(&column->title, lang), play_value_words(column, kept, lang, arena) }));
		}
	}
}

static bool
may_fill(const struct case_now *now, size_t place, struct arena *arena, struct play_refusals *why)
{
	return access_may(&now->access, RIGHT_EDIT, now->book->fields.items[place].compartment)
	    && play_may_fill(now->book, &now->play, place, false, &now->actor, arena, why);
}

void
case_view_field(const struct case_now *now, const struct actor *actor, const struct play_outline *outline, size_t place, struct arena *arena,
    struct case_field_view *ret_view)
{
	const struct play_field *field = &now->book->fields.items[place];
	const struct case_value *value = &now->values[place];
	struct case_field_view view = { .name = field->id, .title = words_in(&field->title, actor->lang), .hint = words_in(&field->hint, actor->lang),
		.type = str_of(enum_name(&play_type_names, (int)field->type)), .value = value->text, .words = STR(""),
		.obligatory = (field->obliged & (uint64_t)1 << now->play.state) != 0, .may = may_fill(now, place, NULL, NULL),
		.compartment = now->book->compartments.items[field->compartment], .by = STR(""), .at = INSTANT_NONE, .revision = value->revision,
		.stage = now->book->states.items[outline->stage[place]].id, .needed = is_needed(now, outline, place) };

	if (value->text.len > 0)
		view.words = play_value_words(field, value->text, actor->lang, arena);
	if (field->type == PLAY_ROWS)
		show_rows(field, value->text, actor->lang, arena, &view);
	if (value->revision != 0) {
		view.by = case_who(now, value->by, arena);
		view.at = value->at;
	}
	*ret_view = view;
}

/* ---------------------------------------------------------------------------------------------- stages */

/* Steps: the way; where the case stands beside it, that state in the file's order, or in the last one's place when both are ends. */
static bool
is_step(const struct case_now *now, const struct play_outline *outline, size_t state)
{
	size_t here = now->play.state;

	if (state == here)
		return true;
	if (playbook_way_place(outline, state) == NO_INDEX)
		return false;
	return !(now->book->states.items[here].final && now->book->states.items[state].final);
}

static void
add_stage(const struct case_now *now, const struct actor *actor, const struct play_outline *outline, size_t state, struct arena *arena,
    struct case_view *view)
{
	const struct play_state *is = &now->book->states.items[state];
	struct case_stage_view stage = { .id = is->id, .title = words_in(&is->title, actor->lang), .on_way = is_step(now, outline, state),
		.current = state == now->play.state };

	stage.passed = stage.on_way && !stage.current && state < now->play.state && !is->final;
	for (size_t i = 0; i < view->fields.count; i++) {
		if (!str_eq(view->fields.items[i].stage, is->id))
			continue;
		stage.fields++;
		stage.filled += view->fields.items[i].value.len > 0;
	}
	if (stage.on_way || stage.fields > 0)
		list_push(arena, &view->stages, stage);
}

/* After the view's fields. */
void
case_view_stages(const struct case_now *now, const struct actor *actor, const struct play_outline *outline, struct arena *arena,
    struct case_view *view)
{
	for (size_t i = 0; i < now->book->states.count; i++)
		add_stage(now, actor, outline, i, arena, view);
}

/* ---------------------------------------------------------------------------------------- what a move brings */

static void
bring(struct str_list *brings, const struct actor *actor, const char *message, const struct words *title, struct arena *arena)
{
	list_push(arena, brings, catalogue_say(arena, actor->lang, message, ARG("title", words_in(title, actor->lang))));
}

void
case_view_brings(const struct case_now *now, const struct actor *actor, size_t move, struct arena *arena, struct str_list *ret_brings)
{
	const struct playbook *book = now->book;
	const struct play_move *is = &book->moves.items[move];

	if (is->two_person)
		list_push(arena, ret_brings, catalogue_say(arena, actor->lang, M("Another person confirms it before it holds.")));
	for (size_t i = 0; i < is->starts.count; i++)
		bring(ret_brings, actor, M("The task \"{title}\" begins."), &book->tasks.items[is->starts.items[i]].title, arena);
	for (size_t i = 0; i < is->makes.count; i++)
		bring(ret_brings, actor, M("The paper \"{title}\" is made."), &book->documents.items[is->makes.items[i]].title, arena);
	for (size_t i = 0; i < is->drops.count; i++)
		bring(ret_brings, actor, M("Open tasks \"{title}\" are given up."), &book->tasks.items[is->drops.items[i]].title, arena);
	for (size_t i = 0; i < is->clears.count; i++)
		if (access_field(book, &now->access, is->clears.items[i]))
			bring(ret_brings, actor, M("\"{title}\" is emptied."), &book->fields.items[is->clears.items[i]].title, arena);
	for (size_t i = 0; i < is->clears_approvals.count; i++)
		bring(ret_brings, actor, M("\"{title}\" is asked for anew."), &book->approvals.items[is->clears_approvals.items[i]].title, arena);
	if (book->states.items[is->to].final && now->head.is_open)
		list_push(arena, ret_brings, catalogue_say(arena, actor->lang, M("The case is closed.")));
}

/* ----------------------------------------------------------------------------------------------- forms */

struct forming { const struct case_now *now; const struct actor *actor; struct play_outline outline; struct arena *arena; };

static void
choose(const struct play_field *field, struct str chosen, enum lang lang, struct arena *arena, struct case_choice_view **items, size_t *count)
{
	LIST(struct case_choice_view) list = { 0 };

	for (size_t i = 0; i < field->values.count; i++)
		list_push(arena, &list, ((struct case_choice_view){ field->values.items[i].id, words_in(&field->values.items[i].title, lang),
		    str_eq(field->values.items[i].id, chosen) }));
	if (field->type == PLAY_BOOL) {
		list_push(arena, &list, ((struct case_choice_view){ STR("true"), str_of(catalogue_text(lang, M("yes"))), str_eq(chosen, STR("true")) }));
		list_push(arena, &list, ((struct case_choice_view){ STR("false"), str_of(catalogue_text(lang, M("no"))), str_eq(chosen, STR("false")) }));
	}
	*items = list.items;
	*count = list.count;
}

static struct err *
choose_person(const struct forming *forming, struct str chosen, struct case_form_view *form)
{
	struct ledger_accounts accounts;

	TRY(ledger_accounts(forming->now->desk->ledger, 0, forming->arena, &accounts));
	for (size_t i = 0; i < accounts.count; i++) {
		const struct ledger_account *account = &accounts.items[i];

		if (account->state == ACCOUNT_ACTIVE || str_eq(account->login, chosen))
			list_push(forming->arena, &form->choices, ((struct case_choice_view){ account->login,
			    arena_printf(forming->arena, "%.*s (%.*s)", STR_ARG(account->name), STR_ARG(account->login)), str_eq(account->login, chosen) }));
	}
	return NULL;
}

static struct err *
choose_unit(const struct forming *forming, struct str chosen, struct case_form_view *form)
{
	struct ledger_units units;

	TRY(ledger_units(forming->now->desk->ledger, forming->arena, &units));
	for (size_t i = 0; i < units.count; i++)
		list_push(forming->arena, &form->choices,
		    ((struct case_choice_view){ units.items[i].name, units.items[i].name, str_eq(units.items[i].name, chosen) }));
	return NULL;
}

static void
form_columns(const struct forming *forming, const struct play_field *field, struct case_form_view *form)
{
	enum lang lang = forming->actor->lang;

	for (size_t i = 0; i < field->columns.count; i++) {
		const struct play_field *column = &field->columns.items[i];
		struct case_column_view *view = list_add(forming->arena, &form->columns);

		*view = (struct case_column_view){ .name = column->id, .title = words_in(&column->title, lang), .hint = words_in(&column->hint, lang),
			.type = str_of(enum_name(&play_type_names, (int)column->type)), .required = column->required };
		choose(column, STR(""), lang, forming->arena, &view->choices.items, &view->choices.count);
	}
}

/* An instant as fields of browsers take it, in Japan's time; everything else as it is kept. */
static struct str
as_typed(const struct play_field *field, struct str text, struct arena *arena)
{
	int64_t instant;

	if (field->type != PLAY_INSTANT || !instant_parse(text, ZONE_UTC, &instant))
		return text;
	return str_sub(instant_format(instant, ZONE_JST, arena), 0, sizeof("2026-11-21T10:00") - 1);
}

static void
form_lines(const struct forming *forming, const struct play_field *field, struct str text, struct case_form_view *form)
{
	struct yaml_node *root;

	if (text.len == 0 || yaml_parse(text, field->id, forming->arena, &root) != NULL || root->kind != YAML_SEQUENCE)
		return;
	for (size_t i = 0; i < root->items.count; i++) {
		struct case_line_view *line = list_add(forming->arena, &form->lines);

		for (size_t c = 0; c < field->columns.count; c++) {
			const struct play_field *column = &field->columns.items[c];
			const struct case_column_view *head = &form->columns.items[c];
			struct case_cell_view *cell = list_add(forming->arena, &line->cells);
			struct str kept = yaml_find_str(root->items.items[i], arena_cstr(forming->arena, column->id));

			*cell = (struct case_cell_view){ .column = head->name, .title = head->title, .hint = head->hint, .type = head->type,
				.required = head->required, .value = as_typed(column, kept, forming->arena) };
			choose(column, kept, forming->actor->lang, forming->arena, &cell->choices.items, &cell->choices.count);
		}
	}
}

static struct err *
make_form(const struct forming *forming, size_t place, struct case_form_view *form)
{
	const struct case_now *now = forming->now;
	const struct play_field *field = &now->book->fields.items[place];
	struct str kept = now->values[place].text;
	struct play_refusals refusals = { 0 };

	*form = (struct case_form_view){ 0 };
	case_view_field(now, forming->actor, &forming->outline, place, forming->arena, &form->field);
	form->field.value = as_typed(field, kept, forming->arena);
	choose(field, kept, forming->actor->lang, forming->arena, &form->choices.items, &form->choices.count);
	form_columns(forming, field, form);
	form_lines(forming, field, kept, form);
	if (!form->field.may) {
		(void)may_fill(now, place, forming->arena, &refusals);
		case_refusals(now, forming->actor, &refusals, forming->arena, &form->why);
		return NULL;
	}
	if (field->type == PLAY_PERSON)
		return choose_person(forming, kept, form);
	return field->type == PLAY_UNIT ? choose_unit(forming, kept, form) : NULL;
}

static struct err *
add_forms(const struct forming *forming, size_t stage, bool rows, struct case_forms_view *view)
{
	const struct case_now *now = forming->now;

	for (size_t i = 0; i < now->book->fields.count; i++) {
		bool is_rows = now->book->fields.items[i].type == PLAY_ROWS;

		if (forming->outline.stage[i] != stage || is_rows != rows || !access_field(now->book, &now->access, i) || !may_fill(now, i, NULL, NULL))
			continue;
		TRY(make_form(forming, i, list_add(forming->arena, &view->forms)));
	}
	return NULL;
}

static struct err *
form_of_one(const struct forming *forming, struct str field, struct case_forms_view *view, size_t *ret_stage)
{
	const struct case_now *now = forming->now;
	size_t place = case_field_find(now->book, field);

	if (place == NO_INDEX || !access_field(now->book, &now->access, place))
		return err_new(forming->arena, ERR_NOT_FOUND, M("The case {number} has no field \"{field}\", or you do not see it."),
		    ARG("number", now->head.number), ARG("field", field));
	*ret_stage = forming->outline.stage[place];
	return make_form(forming, place, list_add(forming->arena, &view->forms));
}

static struct err *
forms_of_stage(const struct forming *forming, struct str stage, struct case_forms_view *view, size_t *ret_stage)
{
	*ret_stage = case_state_find(forming->now->book, stage);
	if (*ret_stage == NO_INDEX)
		return err_new(forming->arena, ERR_NOT_FOUND, M("The case {number} has no stage \"{stage}\"."), ARG("number", forming->now->head.number),
		    ARG("stage", stage));
	TRY(add_forms(forming, *ret_stage, false, view));
	return add_forms(forming, *ret_stage, true, view);
}

struct err *
case_forms(const struct case_desk *desk, const struct actor *actor, struct str number, struct str stage, struct str field, int64_t now,
    struct arena *arena, struct case_forms_view *ret_view)
{
	struct case_now loaded;
	struct forming forming = { .now = &loaded, .actor = actor, .arena = arena };
	struct case_forms_view view = { 0 };
	size_t at;

	TRY(case_load(desk, actor, number, now, arena, &loaded));
	playbook_outline(loaded.book, arena, &forming.outline);
	TRY(field.len > 0 ? form_of_one(&forming, field, &view, &at) : forms_of_stage(&forming, stage, &view, &at));
	view.number = loaded.head.number;
	view.sealed = loaded.head.sealed;
	view.title = case_sees(&loaded, loaded.book->compartments.items[0]) ? loaded.title : loaded.head.neutral;
	view.label = loaded.head.sealed ? loaded.head.neutral : loaded.title;
	view.playbook_title = words_in(&loaded.book->title, actor->lang);
	view.stage = loaded.book->states.items[at].id;
	view.stage_title = words_in(&loaded.book->states.items[at].title, actor->lang);
	*ret_view = view;
	return NULL;
}

/* ------------------------------------------------------------------------------------------------ rows */

static bool
is_out(const struct str_list *out, size_t row)
{
	int64_t number;

	for (size_t i = 0; i < out->count; i++)
		if (str_to_i64(out->items[i], &number) && number == (int64_t)row)
			return true;
	return false;
}

static bool
is_blank(const struct str *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_trim_space(cells[i]).len > 0)
			return false;
	return true;
}

struct err *
case_rows(const struct case_form_view *form, const struct str_list *cells, const struct str_list *out, struct arena *arena, struct str *ret_value)
{
	struct buf text BUF_SCOPE = { 0 };
	struct json_writer writer = { .out = &text };
	size_t width = form->columns.count, rows = 0;

	if (width == 0 || cells->count % width != 0)
		return err_new(arena, ERR_USAGE, M("The rows have not as many cells as there are columns: open the page anew."));
	json_begin_array(&writer, NULL);
	for (size_t row = 0; row < cells->count / width; row++) {
		const struct str *line = cells->items + row * width;

		if (is_out(out, row) || is_blank(line, width))
			continue;
		json_begin_object(&writer, NULL);
		for (size_t i = 0; i < width; i++)
			if (str_trim_space(line[i]).len > 0)
				json_put_str(&writer, arena_cstr(arena, form->columns.items[i].name), line[i]);
		json_end(&writer);
		rows++;
	}
	json_end(&writer);
	*ret_value = rows == 0 ? STR("") : arena_copy(arena, buf_str(&text));
	return NULL;
}
