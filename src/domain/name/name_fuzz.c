#include "domain/name/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A line of the input is a vendor TAB name; every one is added to a catalogue, then asked for. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena ARENA_SCOPE = arena_new();
	struct name_catalogue *catalogue = name_catalogue_new();
	struct str text = { (const char *)data, size }, rest = text, line, vendor, name;

	while (str_line(&rest, &line)) {
		str_cut(line, '\t', &vendor, &name);
		name_catalogue_add(catalogue, &(struct product_name){ .id = line, .vendor_ja = vendor, .product_ja = name }, STR("fuzz"), DAY_NONE);
	}
	for (rest = text; str_line(&rest, &line);) {
		str_cut(line, '\t', &vendor, &name);
		(void)name_resolve(catalogue, vendor, name, arena);
	}
	name_catalogue_free(catalogue);
	return 0;
}
