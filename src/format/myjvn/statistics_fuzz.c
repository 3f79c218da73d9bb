#include "format/json/feed_fuzz.h"
#include "format/myjvn/statistics.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(statistics_read, bytes, len);
}
