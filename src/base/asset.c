#include "base/asset.h"

struct str
asset_find(struct str name)
{
	for (size_t i = 0; i < assets_count; i++)
		if (str_eq(name, str_of(assets[i].name)))
			return (struct str){ assets[i].begin, (size_t)(assets[i].end - assets[i].begin) };
	return (struct str){ NULL, 0 };
}
