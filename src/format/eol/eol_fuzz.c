#include "format/eol/eol.h"
#include "format/json/feed_fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(eol_read, bytes, len);
}
