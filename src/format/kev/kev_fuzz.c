#include "format/json/feed_fuzz.h"
#include "format/kev/kev.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(kev_read, bytes, len);
}
