/*
 * sha256_blocks.h - SHA-256 of whole blocks by the processor's own instructions, where it has them: files of a gigabyte are
 * digested before they are read, and in portable C that alone takes longer than reading them. Used by hash.c only.
 *
 * FIPS 180-4, section 6.2; Intel SDM, SHA256RNDS2, SHA256MSG1, SHA256MSG2.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_BLOCK = 64 };

bool sha256_has_instructions(void);

/* Takes blocks in; state is the eight words of the hash. Only where sha256_has_instructions. */
void sha256_blocks(uint32_t state[8], const unsigned char *bytes, size_t blocks);
