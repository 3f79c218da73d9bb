#include "format/json/feed_fuzz.h"
#include "format/osv/osv.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(osv_read, bytes, len);
}
