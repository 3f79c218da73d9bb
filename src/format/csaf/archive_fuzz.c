#include "format/csaf/csaf.h"
#include "format/json/feed_fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(csaf_archive_read, bytes, len);
}
