/*
 * lib_fuzz.c - every question about one text, while memory ends at the n-th allocation (the first byte; 0: never). What is answered
 * without memory is nothing or the same as with it.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "face/lib/tsukuroi.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

struct answers {
	struct tsukuroi_cvss   cvss;
	enum tsukuroi_relation relation;
	int32_t                day;
	enum tsukuroi_status   statuses[7];
};

static void
ask(struct tsukuroi *t, unsigned long fails, const char *text, size_t len, struct answers *ret_answers)
{
	const struct tsukuroi_text row = { text, len };
	struct tsukuroi_range *range;
	struct tsukuroi_purl purl;
	struct tsukuroi_jvn jvn;
	struct tsukuroi_id id;
	enum tsukuroi_status *status = ret_answers->statuses;

	memset(ret_answers, 0, sizeof(*ret_answers));
	mem_fail_at(fails);
	*status++ = tsukuroi_cvss_score(t, text, len, &ret_answers->cvss);
	*status++ = tsukuroi_cpe_match(t, text, len, text, len, &ret_answers->relation);
	*status++ = tsukuroi_purl_parse(t, text, len, &purl);
	*status++ = tsukuroi_id_parse(t, text, len, &id);
	*status++ = tsukuroi_day_parse(t, text, len, &ret_answers->day);
	*status++ = tsukuroi_range_parse(t, tsukuroi_scheme("npm", TSUKUROI_NUL), text, len, &range);
	tsukuroi_range_free(range);
	*status = tsukuroi_jvn_read(t, &row, 1, &jvn, &range);
	tsukuroi_range_free(range);
	(void)tsukuroi_message(t, TSUKUROI_JA);
	mem_fail_at(0);
}

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct tsukuroi *hungry, *fed;
	struct answers got, wanted;

	if (len == 0)
		return 0;
	hungry = tsukuroi_new();
	fed = tsukuroi_new();
	ask(hungry, bytes[0], (const char *)bytes + 1, len - 1, &got);
	ask(fed, 0, (const char *)bytes + 1, len - 1, &wanted);
	for (size_t i = 0; i < sizeof(got.statuses) / sizeof(got.statuses[0]); i++)
		if (got.statuses[i] != wanted.statuses[i] && got.statuses[i] != TSUKUROI_NO_MEMORY)
			abort();
	if (got.statuses[0] == TSUKUROI_OK && memcmp(&got.cvss, &wanted.cvss, sizeof(got.cvss)) != 0)
		abort();
	tsukuroi_free(hungry);
	tsukuroi_free(fed);
	return 0;
}
