/* The image is a file that may be damaged or hostile: opening, finding, matching and explaining stay within it. */
#include "domain/match/match.h"

static struct err *
explain(void *data, const struct match_row *row)
{
	const struct match_index *index = data;
	const struct component component = { .name = STR("x"), .cpe = STR("cpe:2.3:a:apache:tomcat:9.0:*:*:*:*:*:*:*") };
	struct arena *arena ARENA_SCOPE = arena_new();
	struct vulnerability face;

	for (size_t i = 0; i < row->says_count; i++)
		(void)match_explain(index, &component, &row->says[i], arena);
	/* A face that cannot be decoded is an error in the arena; what counts is that nothing strays. */
	if (match_vulnerability(index, row->vulnerability, arena, &face) == NULL)
		(void)match_find(index, face.id, &(uint32_t){ 0 });
	return NULL;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	static const struct component components[] = {
		{ .cpe = STR_INIT("cpe:2.3:a:apache:tomcat:9.0:*:*:*:*:*:*:*"), .name = STR_INIT("Tomcat") },
		{ .kind = COMPONENT_OS_PACKAGE, .name = STR_INIT("curl"), .version = STR_INIT("1"), .distribution = STR_INIT("debian") },
		{ .kind = COMPONENT_LIBRARY, .ecosystem = STR_INIT("npm"), .package = STR_INIT("left-pad"), .version = STR_INIT("1.0.0") },
	};
	const struct match_host_facts facts = { .components = components, .count = ARRAY_LEN(components) };
	struct arena *arena ARENA_SCOPE = arena_new();
	const struct match_index *index = NULL;
	const struct match_overlay *overlay;
	struct match_result result;
	struct match_threat threat;
	struct match_ask ask;

	if (match_overlay_open((struct str){ (const char *)bytes, len }, arena, &overlay) == NULL)
		(void)match_overlay_find(overlay, STR("CVE-2024-1001"), arena, &threat);
	if (match_index_open((struct str){ (const char *)bytes, len }, arena, &index) != NULL)
		return 0;
	ask = (struct match_ask){ .index = index, .host = match_host_new(&facts, arena) };
	(void)match_candidates(index, STR("Apache"), STR("Tomcat"), arena);
	for (size_t i = 0; i < ARRAY_LEN(components); i++)
		if (match_component(&ask, &components[i], explain, (void *)(uintptr_t)index, arena, &result) != NULL)
			return 0;
	return 0;
}
