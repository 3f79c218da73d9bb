#!/bin/sh
# What the library shows and what it asks for: the declared names and no other, few libraries, nothing that two threads could change.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/../scenario/lib.sh"
build=$(dirname "$TSUKUROI")
shared=$build/libtsukuroi.so static=$build/libtsukuroi.a
header=$root/src/face/lib/tsukuroi.h map=$root/src/face/lib/tsukuroi.map
declared=$(sed -n 's/^TSUKUROI_API .*[ *]\(tsukuroi_[a-z0-9_]*\)(.*/\1/p' "$header" | LC_ALL=C sort)

story "the same names everywhere"
holds "the header declares some" test "$(echo "$declared" | wc -l)" -gt 20
is "the map has what the header declares" "$(sed -n 's/^\t\(tsukuroi_[a-z0-9_]*\);$/\1/p' "$map" | LC_ALL=C sort)" "$declared"
is "the shared library shows these" "$(nm -D --defined-only "$shared" | awk '$2 != "A" { sub(/@@.*/, "", $3); print $3 }' | LC_ALL=C sort)" "$declared"
is "the static one too" "$(nm -g --defined-only "$static" | awk 'NF == 3 { print $3 }' | grep -v '^__odr_asan' | LC_ALL=C sort)" "$declared"

is "the man pages tell of" "$(sed -n 's/^\.F[no] \(tsukuroi_[a-z0-9_]*\).*/\1/p' "$root"/man/tsukuroi*.3 | LC_ALL=C sort -u)" "$declared"

story "what it asks for"
is "shared libraries" "$(readelf -dW "$shared" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' |
	grep -vE '^(libc|libm|libutf8proc|libyaml-0|libasan|libubsan)\.so\.|^ld-linux')" ""
is "what ends or prints" "$(nm -D --undefined-only "$shared" | awk '{ print $2 }' | sed 's/@.*//' |
	grep -xE '_exit|exit|abort|printf|puts|fputs|perror|write|open|fopen|getenv|setlocale|time|clock_gettime|signal|system')" ""

story "nothing that two threads could change"
# Under sanitizers every object is written to by them. What is left is the compiler's, and format/charset's tables, which are
# exchanged atomically and stay empty here: the library reads UTF-8 alone.
if nm -D "$shared" | grep -q __asan_init; then
	skip "built with sanitizers, which keep notes of their own beside every object"
else
	is "variables" "$(objdump -t "$shared" | awk '$0 ~ /[[:space:]]\.(data|bss)[[:space:]]/ { print $NF }' |
		grep -vxE 'completed\.[0-9]+|__dso_handle|__TMC_END__|warm_tables')" ""
fi
plan
