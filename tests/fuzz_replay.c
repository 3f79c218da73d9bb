/*
 * fuzz_replay.c - runs a fuzz target over the files named on its command line, for compilers without
 * libFuzzer and for replaying a corpus under valgrind.
 */
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		unsigned char *bytes;
		size_t len;
		long size;

		if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
			perror(argv[i]);
			return 1;
		}
		rewind(file);
		bytes = malloc((size_t)size + 1);
		if (bytes == NULL) {
			perror(argv[i]);
			return 1;
		}
		len = fread(bytes, 1, (size_t)size, file);
		(void)fclose(file);
		(void)LLVMFuzzerTestOneInput(bytes, len);
		free(bytes);
	}
	printf("replayed %d inputs\n", argc - 1);
	return 0;
}
