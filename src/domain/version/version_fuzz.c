#include <stdlib.h>
#include "domain/version/version.h"

/* First byte: the scheme; two versions between NULs. Orders must be the opposite of each other, and keys of one mind with them. */
int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct str a, b;
	enum scheme scheme;
	enum order forth, back;
	struct version_key key_a, key_b;

	if (len < 2)
		return 0;
	scheme = (enum scheme)(bytes[0] % SCHEME_COUNT);
	str_cut((struct str){ (const char *)bytes + 1, len - 1 }, '\0', &a, &b);
	forth = version_compare(scheme, a, b);
	back = version_compare(scheme, b, a);
	if (forth == ORDER_UNKNOWN ? back != ORDER_UNKNOWN : (int)forth != -(int)back)
		abort();
	if (version_key(scheme, a, &key_a) && version_key(scheme, b, &key_b)) {
		enum order keys = version_key_order(&key_a, &key_b);

		if (keys != ORDER_UNKNOWN ? keys != forth : key_a.whole && key_b.whole)
			abort();
	}
	(void)version_is_prerelease(scheme, a);
	(void)version_has_prefix(scheme, a, b);
	return 0;
}
