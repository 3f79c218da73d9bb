#include "base/program.h"

#include <elf.h>
#include <link.h>
#include <string.h>

enum { BUILD_ID_BYTES_MOST = 64 };

struct asking {
	uintptr_t     within;                       /* an address of the program */
	unsigned char id[BUILD_ID_BYTES_MOST];
	size_t        len;
};

static size_t
padded(size_t len)
{
	return (len + 3) & ~(size_t)3;
}

/* One segment of notes: a head, a name, a description each. */
static void
read_notes(const char *at, size_t len, struct asking *asking)
{
	ElfW(Nhdr) note;

	while (len >= sizeof(note)) {
		size_t name, description;

		memcpy(&note, at, sizeof(note));
		name = padded(note.n_namesz);
		description = padded(note.n_descsz);
		if (name > len - sizeof(note) || description > len - sizeof(note) - name)
			return;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof("GNU") && memcmp(at + sizeof(note), "GNU", sizeof("GNU")) == 0 &&
		    note.n_descsz <= BUILD_ID_BYTES_MOST) {
			asking->len = note.n_descsz;
			memcpy(asking->id, at + sizeof(note) + name, asking->len);
		}
		at += sizeof(note) + name + description;
		len -= sizeof(note) + name + description;
	}
}

static bool
is_in(const struct dl_phdr_info *object, const struct asking *asking)
{
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];

		if (part->p_type == PT_LOAD && asking->within - object->dlpi_addr - part->p_vaddr < part->p_memsz)
			return true;
	}
	return false;
}

static int
look_at(struct dl_phdr_info *object, size_t size, void *data)
{
	struct asking *asking = data;

	(void)size;
	if (!is_in(object, asking))
		return 0;
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];

		if (part->p_type == PT_NOTE)
			read_notes((const char *)(object->dlpi_addr + part->p_vaddr), part->p_memsz, asking);
	}
	return 1;
}

struct str
program_build(struct arena *arena)
{
	static const char digits[] = "0123456789abcdef";
	struct asking asking = { .within = (uintptr_t)program_build };
	char *text;

	(void)dl_iterate_phdr(look_at, &asking);
	text = arena_alloc(arena, asking.len * 2 + 1);
	for (size_t i = 0; i < asking.len; i++) {
		text[i * 2] = digits[asking.id[i] >> 4];
		text[i * 2 + 1] = digits[asking.id[i] & 15];
	}
	return (struct str){ text, asking.len * 2 };
}
