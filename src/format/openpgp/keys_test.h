/*
 * keys_test.h - keys and signatures made for tests, of people who do not exist: PSIRT, another, and one whose key was for a day of January 2024.
 */
#pragma once

static const char psirt_key[] =
	"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
	"\n"
	"mDMEZZdGgBYJKwYBBAHaRw8BAQdAsW1qEQnMEPeLxrUYSnPHm+8r7Fe08L/RcijN\n"
	"Zu/rSHy0IEV4YW1wbGUgUFNJUlQgPHBzaXJ0QGV4YW1wbGUuanA+iJAEExYIADgW\n"
	"IQTcKlhvmCzkE2a6fwYgeMt64yJ8cgUCZZdGgAIbAwULCQgHAgYVCgkICwIEFgID\n"
	"AQIeAQIXgAAKCRAgeMt64yJ8cl3oAQCJAjL0QL4S8ur1xaItrgcRUnoAUP75nQPo\n"
	"hcGclzeb3wEAteINr3wSU9CWuvrmVP7sNHgSMwr0bNWPUJTqStupkAI=\n"
	"=XkLE\n"
	"-----END PGP PUBLIC KEY BLOCK-----\n";
static const char other_key[] =
	"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
	"\n"
	"mDMEZZdGgBYJKwYBBAHaRw8BAQdAqWBQk3nd8ztyQozDWj7NA+G3grYjf/MFGlxl\n"
	"oExPFdi0GE90aGVyIDxvdGhlckBleGFtcGxlLmpwPoiQBBMWCAA4FiEE/FI0tOP9\n"
	"07SOwkc7f/tgdTTxrHsFAmWXRoACGwMFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AA\n"
	"CgkQf/tgdTTxrHt1kQD/eCRoZ8XQL1oMY8AR+86d9Tu/Y0UmP0WXDyaYV8qk4dQA\n"
	"/jnXzKlSuaGgxfQj1iLhVtS5yBsG2uaXNpXbK9M4iegF\n"
	"=LZXM\n"
	"-----END PGP PUBLIC KEY BLOCK-----\n";
static const char former_key[] =
	"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
	"\n"
	"mDMEZZdGgBYJKwYBBAHaRw8BAQdAAkdDu3wBc75xyuh2kudDRt0Uqe3inxBal5GV\n"
	"TeVCAI20GkZvcm1lciA8Zm9ybWVyQGV4YW1wbGUuanA+iJYEExYIAD4WIQRvmh7v\n"
	"H2g/JG8he0tRbGZbQVjzMAUCZZdGgAIbAwUJAAFRgAULCQgHAgYVCgkICwIEFgID\n"
	"AQIeAQIXgAAKCRBRbGZbQVjzMDqdAP0ecoFqGp4rsK2JyuLAkGh7+bZRqiYm6X/4\n"
	"Tgd18LNNlgEAv/XxubVuk18vj5AddLEVmA38W7ZabLmYkruyxmWpGw0=\n"
	"=/iVx\n"
	"-----END PGP PUBLIC KEY BLOCK-----\n";
