#include "format/json/feed_fuzz.h"
#include "format/ticket/ticket.h"

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	return fuzz_reader(ticket_read, bytes, len);
}
