#include "service/respond/respond.h"

#include "base/asset.h"
#include "base/file.h"
#include "base/limits.h"
#include "format/yaml/yaml.h"

struct err *
respond_knowledge(const struct respond_desk *desk, struct str path, struct arena *arena, struct str *ret_text)
{
	struct str own = path_join(arena, desk->home->path, path);

	if (file_exists(own, arena))
		return file_read(own, LIMIT_YAML_BYTES, arena, ret_text);
	*ret_text = asset_find(path);
	if (ret_text->ptr == NULL)
		return err_new(arena, ERR_NOT_FOUND, M("There is no {file}, neither in this home nor built in."), ARG("file", path));
	return NULL;
}

/* What a row of canonical text says under that column; 0 when it is empty. */
static int64_t
cell_sum(const struct yaml_node *row, const struct play_field *column, struct arena *arena)
{
	int64_t value = 0;

	(void)str_to_i64(yaml_find_str(row, arena_cstr(arena, column->id)), &value);
	return value;
}

static bool
rows_sum(const struct play_field *field, struct str text, struct arena *arena, int64_t *ret_sum)
{
	struct yaml_node *rows;
	bool has_money = false;
	int64_t sum = 0;

	if (yaml_parse(text, field->id, arena, &rows) != NULL)
		return false;
	for (size_t i = 0; i < field->columns.count; i++) {
		if (field->columns.items[i].type != PLAY_MONEY)
			continue;
		has_money = true;
		for (size_t j = 0; j < rows->items.count; j++)
			if (__builtin_add_overflow(sum, cell_sum(rows->items.items[j], &field->columns.items[i], arena), &sum))
				sum = INT64_MAX;
	}
	*ret_sum = sum;
	return has_money;
}

bool
respond_sum(const struct play_field *field, struct str text, struct arena *arena, int64_t *ret_sum)
{
	if (text.len == 0)
		return false;
	if (field->type == PLAY_ROWS)
		return rows_sum(field, text, arena, ret_sum);
	return field->type == PLAY_MONEY && str_to_i64(text, ret_sum);
}
