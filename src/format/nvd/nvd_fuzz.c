#include "format/json/feed_fuzz.h"
#include "format/nvd/nvd.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(nvd_read, bytes, len);
}
