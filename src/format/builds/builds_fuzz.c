#include "format/builds/builds.h"
#include "format/json/feed_fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(builds_read, bytes, len);
}
