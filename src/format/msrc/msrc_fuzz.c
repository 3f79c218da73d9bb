#include "format/json/feed_fuzz.h"
#include "format/msrc/msrc.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(msrc_read, bytes, len);
}
