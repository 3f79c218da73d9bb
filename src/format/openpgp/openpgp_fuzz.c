#include "format/json/feed_fuzz.h"
#include "format/openpgp/openpgp.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(openpgp_keys_read, bytes, len);
}
