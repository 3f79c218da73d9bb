#include "format/json/feed_fuzz.h"
#include "format/readings/readings.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(readings_read, bytes, len);
}
