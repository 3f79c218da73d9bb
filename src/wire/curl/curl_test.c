#include "test.h"

#include "wire/curl/curl.h"

static void
it_is_loaded_once_with_everything_that_is_called(void **state)
{
	void (*global_init)(void);

	(void)state;
	assert_null(curl_load());
#define IS_THERE(name) assert_non_null(curl.name);
	CURL_FUNCTIONS(IS_THERE)
#undef IS_THERE
	global_init = (void (*)(void))curl.global_init;
	assert_null(curl_load());
	assert_ptr_equal(global_init, curl.global_init);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(it_is_loaded_once_with_everything_that_is_called) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
