/*
 * fuzz_replay.c - runs a fuzz target over the files named on its command line, for compilers without
 * libFuzzer and for replaying a corpus under valgrind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

/* libFuzzer's own bound (tools/fuzz); what is beyond it is left out, as libFuzzer does. */
enum { INPUT_MOST = 65536 };

static unsigned char input[INPUT_MOST];

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		unsigned char *bytes;
		size_t len;

		if (file == NULL) {
			perror(argv[i]);
			return 1;
		}
		len = fread(input, 1, sizeof(input), file);
		(void)fclose(file);
		/* In memory of its own length, so that a step beyond the end is seen. */
		bytes = malloc(len == 0 ? 1 : len);
		if (bytes == NULL)
			return 1;
		memcpy(bytes, input, len);
		(void)LLVMFuzzerTestOneInput(bytes, len);
		free(bytes);
	}
	printf("replayed %d inputs\n", argc - 1);
	return 0;
}
