#include <stdio.h>
int
main(void)
{
	puts("tsukuroi");
	return 0;
}
