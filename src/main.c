/*
 * main.c - opens the house and walks to a face. A child that reads strangers' bytes never gets that far.
 */
#include "face/cli/cli.h"

int
main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
