#include "store/kb/faces.h"

enum { NUMBER_BITS = 25, KEY_NUMBER_BITS = 40, FIRST_YEAR = 1990, PARTS_MOST = 1 << 20 };

uint32_t
face_cve(uint64_t key)
{
	uint64_t year = key >> KEY_NUMBER_BITS, number = key & (((uint64_t)1 << KEY_NUMBER_BITS) - 1);

	if (year <= FIRST_YEAR || year - FIRST_YEAR > UINT32_MAX >> NUMBER_BITS || number >> NUMBER_BITS != 0)
		return FACE_ODD_CVE;
	return (uint32_t)((year - FIRST_YEAR) << NUMBER_BITS | number);
}

uint64_t
face_cve_key(uint32_t cve)
{
	return ((uint64_t)(cve >> NUMBER_BITS) + FIRST_YEAR) << KEY_NUMBER_BITS | (cve & (((uint32_t)1 << NUMBER_BITS) - 1));
}

/* A part as it is kept; zeros where there is none yet. */
static struct err *
read_part(struct kbdb *db, size_t part, struct arena *arena, struct face_row *rows, bool *ret_there)
{
	sqlite3_stmt *get;
	struct str bytes;

	TRY(kbdb_stmt(db, KBSQL_FACES_GET, arena, &get));
	kbdb_bind_int(get, 1, (int64_t)part);
	TRY(kbdb_step(db, get, arena, ret_there));
	if (*ret_there) {
		bytes = kbdb_str(get, 0);
		*ret_there = bytes.len == FACES_PART * sizeof(*rows);
		if (*ret_there)
			memcpy(rows, bytes.ptr, bytes.len);
	}
	(void)sqlite3_reset(get);
	return NULL;
}

struct err *
faces_get(struct faces *faces, int64_t number, struct arena *arena, struct face_row *ret_row)
{
	size_t part = number < 0 ? SIZE_MAX : (size_t)number / FACES_PART;
	struct face_row *rows;
	bool there = part < PARTS_MOST;

	while (there && faces->parts.count <= part)
		list_push(faces->arena, &faces->parts, NULL);
	if (there && faces->parts.items[part] == NULL) {
		rows = ARENA_ARRAY(faces->arena, struct face_row, FACES_PART);
		TRY(read_part(faces->db, part, arena, rows, &there));
		faces->parts.items[part] = there ? rows : NULL;
	}
	if (!there)
		return err_new(arena, ERR_STORE, M("The file {file} is not the one that was built: it was changed or cut short."), ARG("file", faces->db->file));
	*ret_row = faces->parts.items[part][number % FACES_PART];
	return NULL;
}

struct err *
faces_put(struct faces_build *faces, int64_t number, struct face_row row, struct arena *arena)
{
	size_t part = (size_t)number / FACES_PART;

	while (faces->parts.count <= part)
		list_push(faces->arena, &faces->parts, NULL);
	if (faces->parts.items[part] == NULL) {
		faces->parts.items[part] = ARENA_ARRAY(faces->arena, struct face_row, FACES_PART);
		TRY(read_part(faces->db, part, arena, faces->parts.items[part], &(bool){ false }));
	}
	faces->parts.items[part][number % FACES_PART] = row;
	return NULL;
}

struct err *
faces_write(struct faces_build *faces, struct arena *arena)
{
	sqlite3_stmt *put;

	for (size_t i = 0; i < faces->parts.count; i++) {
		if (faces->parts.items[i] == NULL)
			continue;
		TRY(kbdb_stmt(faces->db, KBSQL_FACES_PUT, arena, &put));
		kbdb_bind_int(put, 1, (int64_t)i);
		kbdb_bind_blob(put, 2, (struct str){ (const char *)faces->parts.items[i], FACES_PART * sizeof(struct face_row) });
		TRY(kbdb_run(faces->db, put, arena));
	}
	return NULL;
}
