#include "model/schema.h"

const char *
enum_name(const struct enum_names *names, int value)
{
	return value >= 0 && (size_t)value < names->count ? names->names[value] : "";
}

bool
enum_find(const struct enum_names *names, struct str name, int *ret_value)
{
	for (size_t i = 0; i < names->count; i++) {
		if (str_eq(name, str_of(names->names[i]))) {
			*ret_value = (int)i;
			return true;
		}
	}
	return false;
}
