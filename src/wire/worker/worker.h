/*
 * worker.h - strangers' bytes are read in a process that can do nothing else.
 *
 *     parent                                        child: this program again, "tsukuroi worker nvd NAME"
 *     descriptor of the foreign file  ── fd 0 ──>   jailed, unpacks, reads
 *     sink->record, sink->problem     <── fd 1 ──   frames: kind, length, record_encode of a known schema
 *
 * The child gets one open, read-only descriptor (a file; a pipe where somebody piped: nothing here needs to seek) and
 * one pipe. Before its first foreign byte it gives up everything else: other descriptors, new ones, files, network,
 * processes, and memory and time beyond the row of its kind. The parent trusts nothing that comes back: frames are
 * bounded, every record is decoded with all checks, error messages are keys of the catalogue or are quoted.
 *
 * How a child ends is said in words, with the file's name: ERR_WORKER when it died, was stopped by its jail, took too
 * long, sent too much or sent nonsense; otherwise the reader's own error (ERR_FORMAT, ERR_LIMIT, ERR_UNSUPPORTED …).
 * Records sent before a failure have reached the sink: who must have all or nothing (store/kb) discards them.
 */
#pragma once
#include "base/err.h"
#include "base/input.h"
#include "model/sink.h"

struct worker_limits {
	size_t   memory_bytes;      /* of address space (not in ASan builds, whose shadow takes terabytes)  */
	unsigned cpu_seconds;
	unsigned wall_seconds;
	uint64_t output_bytes;      /* of all frames together                                               */
};

/* One kind of reader. `read` is given the unpacked bytes (format/archive). */
struct worker_kind {
	const char          *name;        /* "nvd": argv[2] of the child                                    */
	struct err        *(*read)(struct input *input, struct sink *sink, struct arena *arena);
	struct worker_limits limits;
	/* Instead of read, for a reader that is told something by the person: worker_job.told. */
	struct err        *(*read_told)(struct input *input, struct str told, struct sink *sink, struct arena *arena);
	/* Instead of read, for a reader that is given the bytes as they came, still packed. */
	struct err        *(*read_raw)(struct input *raw, struct sink *sink, struct arena *arena);
	bool                 is_feed;     /* of an empty file it is said that it is, whatever its reader makes of nothing */
};

/* nvd cve5 osv kev epss jvn msrc builds eol inventory windows sheet answers staff vex: what this program can read. */
extern const struct worker_kind worker_kinds[];
extern const size_t worker_kinds_count;

/* What became of a job, for those who want to show it. */
struct worker_seen {
	uint64_t records;        /* without problems                                       */
	uint64_t problems;
	uint64_t output_bytes;
	int      landlock_abi;   /* 0: this kernel has none, seccomp stood alone           */
};

struct worker_job {
	const char          *kind;       /* a name in worker_kinds                                              */
	int                  fd;         /* the foreign file, open for reading, read from where it stands; borrowed */
	struct str           name;       /* its name, for messages                                              */
	struct str           told;       /* for the kind's read_told, at most 64 KiB without NUL; or empty      */
	struct worker_limits limits;     /* fields that are 0 take the kind's                                   */
	const char          *program;    /* NULL: this very program, /proc/self/exe                             */
	struct worker_seen  *seen;       /* filled when not NULL, also on failure                               */
	const struct worker_kind *kinds; /* NULL: worker_kinds; tests bring their own                           */
	size_t               kinds_count;
};

/*
 * Runs a job to its end and hands every record and problem to the sink, in the child's order; values live during the
 * call. An error of the sink stops the child and is returned as it is. Blocks; may be called from several threads.
 */
CHECKED struct err *worker_run(const struct worker_job *job, struct sink *sink, struct arena *arena);

/*
 * The same in two steps, for who has something to do while the reader starts and reads ahead. The descriptor may be closed
 * between them; texts of the job, sink and arena live until the second. One of finish and abandon must follow.
 */
struct worker;
CHECKED struct err *worker_start(const struct worker_job *job, struct sink *sink, struct arena *arena,
    struct worker **ret_worker);
CHECKED struct err *worker_finish(struct worker *worker);
/* Puts an end to it, as nobody wants the answer any more. NULL is welcome. */
void worker_abandon(struct worker *worker);

/* The child's side: main() hands over to it when argv[1] is "worker". Gives the exit status; never returns to foreign code. */
int worker_main(int argc, char **argv);
/* The same with other kinds, for tests. */
int worker_main_of(const struct worker_kind *kinds, size_t count, int argc, char **argv);

/* Landlock's version in this kernel, 0 when there is none: `doctor` tells. */
int worker_landlock_abi(void);
