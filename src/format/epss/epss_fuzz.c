#include "format/epss/epss.h"
#include "format/json/feed_fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(epss_read, bytes, len);
}
