#include "format/cve5/cve5.h"
#include "format/json/feed_fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(cve5_read, bytes, len);
}
