/*
 * pc.c - gathers what the pieces of one computer say.
 */
#include "format/windows/parts.h"

void
pc_init(struct windows_pc *pc, struct arena *arena)
{
	*pc = (struct windows_pc){ .arena = arena, .made = INSTANT_NONE, .major = -1, .minor = -1, .ubr = -1, .framework = -1,
		.exchange = { -1, -1, -1, -1 } };
}

void
pc_warn(struct windows_pc *pc, const struct err *err)
{
	list_push(pc->arena, &pc->warnings, err);
}

void
pc_set(struct str *text, struct str told)
{
	if (text->len == 0)
		*text = str_trim_space(told);
}

struct windows_program *
pc_program(struct windows_pc *pc, enum windows_half half, struct str key)
{
	char *name = arena_alloc(pc->arena, key.len + 1);
	uint64_t *at;

	name[0] = (char)('0' + (int)half);
	for (size_t i = 0; i < key.len; i++)
		name[i + 1] = char_lower(key.ptr[i]);
	at = map_put(pc->arena, &pc->program_at, (struct str){ name, key.len + 1 });
	if (*at == 0) {
		struct windows_program *program = list_add(pc->arena, &pc->programs);

		program->key = key;
		program->half = half;
		*at = pc->programs.count;
	}
	return &pc->programs.items[*at - 1];
}

/* What is both pending and installed is installed: the newer state of one package. */
void
pc_update(struct windows_pc *pc, struct str kb, bool pending)
{
	uint64_t *at = map_put(pc->arena, &pc->update_at, kb);

	pc->has_anything = true;
	if (*at == 0) {
		list_push(pc->arena, &pc->updates, ((struct windows_update){ kb, pending }));
		*at = pc->updates.count;
	}
	pc->updates.items[*at - 1].pending &= pending;
}

enum { KB_DIGITS_LEAST = 6, KB_DIGITS_MOST = 8 };

/* "KB893803v2" is KB893803; old lists leave the letters out: "943729". */
struct str
pc_kb(struct windows_pc *pc, struct str text)
{
	size_t digits = 0;

	(void)str_take_nocase(&text, STR("KB"));
	while (digits < text.len && char_is_digit(text.ptr[digits]))
		digits++;
	if (digits < KB_DIGITS_LEAST || digits > KB_DIGITS_MOST || text.ptr[0] == '0')
		return STR("");
	if (digits < text.len && char_is_alnum(text.ptr[digits]) && char_lower(text.ptr[digits]) != 'v')
		return STR("");
	return arena_printf(pc->arena, "KB%.*s", (int)digits, text.ptr);
}

/* ---------------------------------------------------------------------------------- several pieces */

static void
merge_texts(struct windows_pc *pc, const struct windows_pc *piece)
{
	static const size_t texts[] = {
		offsetof(struct windows_pc, host), offsetof(struct windows_pc, serial), offsetof(struct windows_pc, tool),
		offsetof(struct windows_pc, rights), offsetof(struct windows_pc, os_name), offsetof(struct windows_pc, edition),
		offsetof(struct windows_pc, installation), offsetof(struct windows_pc, display), offsetof(struct windows_pc, release_id),
		offsetof(struct windows_pc, service_pack), offsetof(struct windows_pc, arch), offsetof(struct windows_pc, nt_version),
		offsetof(struct windows_pc, build), offsetof(struct windows_pc, dism_version), offsetof(struct windows_pc, exchange_file),
		offsetof(struct windows_pc, office.version), offsetof(struct windows_pc, office.products),
		offsetof(struct windows_pc, office.platform), offsetof(struct windows_pc, office.channel),
		offsetof(struct windows_pc, office.base),
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		pc_set((struct str *)(void *)((char *)pc + texts[i]), *(const struct str *)(const void *)((const char *)piece + texts[i]));
}

static void
merge_numbers(struct windows_pc *pc, const struct windows_pc *piece)
{
	static const size_t numbers[] = {
		offsetof(struct windows_pc, major), offsetof(struct windows_pc, minor), offsetof(struct windows_pc, ubr),
		offsetof(struct windows_pc, framework), offsetof(struct windows_pc, exchange[0]), offsetof(struct windows_pc, exchange[1]),
		offsetof(struct windows_pc, exchange[2]), offsetof(struct windows_pc, exchange[3]),
	};

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		int64_t *known = (int64_t *)(void *)((char *)pc + numbers[i]);

		if (*known < 0)
			*known = *(const int64_t *)(const void *)((const char *)piece + numbers[i]);
	}
	if (pc->made == INSTANT_NONE)
		pc->made = piece->made;
	if (piece->component_restart > pc->component_restart)
		pc->component_restart = piece->component_restart;
	if (piece->update_restart > pc->update_restart)
		pc->update_restart = piece->update_restart;
}

struct str
pc_arch(struct str word)
{
	static const struct { struct str word, arch; } arches[] = {
		{ STR_INIT("AMD64"), STR_INIT("x64") }, { STR_INIT("x86"), STR_INIT("x86") }, { STR_INIT("ARM64"), STR_INIT("arm64") },
	};

	for (size_t i = 0; i < ARRAY_LEN(arches); i++)
		if (str_eq_nocase(word, arches[i].word))
			return arches[i].arch;
	return word;
}

static bool
differ(struct str a, struct str b)
{
	return a.len > 0 && b.len > 0 && !str_eq_nocase(a, b);
}

bool
pc_conflict(const struct windows_pc *a, const struct windows_pc *b)
{
	return (a->forms & b->forms) != 0 || differ(a->build, b->build) || differ(pc_arch(a->arch), pc_arch(b->arch)) || differ(a->host, b->host)
	    || differ(a->serial, b->serial);
}

void
pc_merge(struct windows_pc *pc, const struct windows_pc *piece)
{
	pc->forms |= piece->forms;
	merge_texts(pc, piece);
	merge_numbers(pc, piece);
	for (size_t i = 0; i < piece->programs.count; i++) {
		const struct windows_program *program = &piece->programs.items[i];

		*pc_program(pc, program->half, program->key) = *program;
	}
	for (size_t i = 0; i < piece->updates.count; i++)
		pc_update(pc, piece->updates.items[i].kb, piece->updates.items[i].pending);
	for (size_t i = 0; i < piece->products.count; i++)
		list_push(pc->arena, &pc->products, piece->products.items[i]);
	for (size_t i = 0; i < piece->sql.count; i++)
		list_push(pc->arena, &pc->sql, piece->sql.items[i]);
	for (size_t i = 0; i < piece->files.count; i++)
		list_push(pc->arena, &pc->files, piece->files.items[i]);
	for (size_t i = 0; i < piece->warnings.count; i++)
		list_push(pc->arena, &pc->warnings, piece->warnings.items[i]);
	for (int half = 0; half < HALF_COUNT; half++)
		pc->half_seen[half] |= piece->half_seen[half];
	/* One whole list of updates settles what another, cut one left open. */
	if (piece->has_updates)
		pc->updates_cut = pc->has_updates ? pc->updates_cut && piece->updates_cut : piece->updates_cut;
	pc->has_updates |= piece->has_updates;
	pc->has_os |= piece->has_os;
	pc->has_anything |= piece->has_anything;
}
