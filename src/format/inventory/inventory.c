#include "format/inventory/inventory.h"

#include "base/limits.h"
#include "format/component/system.h"
#include "format/cyclonedx/cyclonedx.h"
#include "format/dpkg/dpkg.h"
#include "format/inventory/detect.h"
#include "format/rpm/rpm.h"
#include "format/spdx/spdx.h"
#include "format/windows/windows.h"

static const char *const kind_words[] = { "unknown", "cyclonedx", "spdx", "dpkg", "rpm", "windows", "known" };
const struct enum_names inventory_kind_names = ENUM_NAMES(kind_words);

typedef struct err *reader_fn(struct str, struct sink *, struct arena *);

static reader_fn *const readers[INVENTORY_KIND_COUNT] = {
	[INVENTORY_CYCLONEDX] = cyclonedx_read_text,
	[INVENTORY_SPDX]      = spdx_read_text,
	[INVENTORY_DPKG]      = dpkg_read_text,
	[INVENTORY_RPM]       = rpm_read_text,
	[INVENTORY_WINDOWS]   = windows_read_text,
};

struct inventory_guess
inventory_detect(struct str bytes)
{
	struct inventory_guess guess = detect_binary(bytes);
	struct str text = bytes;

	if (guess.kind != INVENTORY_UNKNOWN)
		return guess;
	if (windows_is_whole(bytes))
		return (struct inventory_guess){ INVENTORY_WINDOWS, NULL };
	(void)str_take(&text, STR("\xef\xbb\xbf"));
	text = str_trim_space(text);
	if (str_starts(text, STR("{")) || str_starts(text, STR("[")))
		return detect_json(text);
	if (str_starts(text, STR("<")))
		return detect_xml(text);
	return detect_lines(text);
}

struct err *
inventory_read(struct input *input, struct sink *sink, struct arena *arena)
{
	struct inventory_guess guess;
	struct str text;

	TRY(input_all(input, LIMIT_DOCUMENT_BYTES, arena, &text));
	guess = inventory_detect(text);
	if (readers[guess.kind] == NULL)
		return err_make(arena, ERR_UNSUPPORTED, ERR_WHERE, NULL, guess.refusal, (struct err_arg[]){ { 0 } });
	return readers[guess.kind](text, sink, arena);
}
