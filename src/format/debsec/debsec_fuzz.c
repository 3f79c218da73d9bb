#include "format/debsec/debsec.h"
#include "format/json/feed_fuzz.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(debsec_read, bytes, len);
}
