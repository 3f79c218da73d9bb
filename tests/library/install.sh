#!/bin/sh
# The library as others get it: put into a scratch prefix, found by pkg-config, compiled against in C and C++, shared and static.
# shellcheck source=tests/scenario/lib.sh
. "$(dirname "$0")/../scenario/lib.sh"
build=$(dirname "$TSUKUROI")
prefix=$scratch/prefix
libdir=$prefix/lib/some-machine
run_as() {
	LD_LIBRARY_PATH=$libdir "$@" >"$out" 2>"$err"
	status=$?
}
# compile PROGRAM COMMAND…
compile() {
	program=$1
	shift
	if "$@" >"$out" 2>"$err"; then ok "compiles: $program"; else not_ok "compiles: $program"; fi
}
# Whoever links with a library built with sanitizers has to bring theirs.
flags='-Wall -Wextra -Werror'
if nm -D "$build/libtsukuroi.so" | grep -q __asan_init; then
	flags="$flags -fsanitize=address,undefined"
fi

story "what make install puts where"
holds "install-library" "$root/packaging/install-library" "$build" "" "$prefix" "$libdir"
is "what is there" "$(cd "$prefix" && find . ! -type d | LC_ALL=C sort | tr '\n' ' ')" \
	"./include/tsukuroi.h ./lib/some-machine/libtsukuroi.a ./lib/some-machine/libtsukuroi.so ./lib/some-machine/libtsukuroi.so.0 ./lib/some-machine/libtsukuroi.so.$("$TSUKUROI" --version | sed 's/.* //') ./lib/some-machine/pkgconfig/tsukuroi.pc "
PKG_CONFIG_PATH=$libdir/pkgconfig
export PKG_CONFIG_PATH
is "its version" "$(pkg-config --modversion tsukuroi)" "$("$TSUKUROI" --version | sed 's/.* //')"
staged=$scratch/staged
holds "install-library below a DESTDIR" "$root/packaging/install-library" "$build" "$staged" /usr /usr/lib
is "which the module does not speak of" "$(grep -c "$staged" "$staged/usr/lib/pkgconfig/tsukuroi.pc")" 0

# example PAGE: the program that stands under EXAMPLES in the page; a fragment gets a context and a main around it.
example() {
	sed -n '/^\.Sh EXAMPLES/,$p' "$root/man/$1.3" | sed -n '/^\.Bd/,/^\.Ed/p' | sed -e '/^\.Ed/q' | sed -e '/^\./d' -e 's/\\e/\\/g' \
		>"$scratch/fragment"
	if grep -q '^main(' "$scratch/fragment"; then
		cat "$scratch/fragment"
		return
	fi
	printf '#include <stdio.h>\n#include <tsukuroi.h>\nint main(void)\n{\n\tstruct tsukuroi *t = tsukuroi_new();\n\n'
	sed 's/^/\t/' "$scratch/fragment"
	printf '\n\ttsukuroi_free(t);\n\treturn 0;\n}\n'
}

story "a program in C: that of the man page"
example tsukuroi >"$scratch/score.c"
shared=$(pkg-config --cflags --libs tsukuroi)
# shellcheck disable=SC2086 # words
compile "score.c, C17" cc -std=c17 -pedantic $flags "$scratch/score.c" -o "$scratch/score" $shared
run_as "$scratch/score" CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H AV:N/AC:L/Au:N/C:P/I:P/A:P CVSS:3.1/AV:Q
is "its end" "$status" 0
has "9.8 緊急"
has "7.5 危険"
has '? '
is "which library it asks for" "$(readelf -dW "$scratch/score" | grep -c 'libtsukuroi\.so\.0\]')" 1

story "the same, linked statically with the library"
needs=$(pkg-config --static --libs tsukuroi | sed 's/-ltsukuroi/-l:libtsukuroi.a/')
# shellcheck disable=SC2046,SC2086
compile "score.c, static" cc -std=c17 $flags "$scratch/score.c" -o "$scratch/score-static" $(pkg-config --cflags tsukuroi) $needs
run_as env -u LD_LIBRARY_PATH "$scratch/score-static" CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N
has "9.3 緊急"
is "no shared one" "$(readelf -dW "$scratch/score-static" | grep -c libtsukuroi)" 0

story "a program in C++"
# shellcheck disable=SC2086
compile "inside.cpp, C++17" c++ -std=c++17 -pedantic $flags "$root/tests/library/inside.cpp" -o "$scratch/inside" $shared
run_as "$scratch/inside" deb '>=1.0|<2.0' 1.0~rc1 1.0 1.5-1 2.0 'not a version'
is "where they lie" "$(tr '\n' ' ' <"$out")" "1.0~rc1 out 1.0 in 1.5-1 in 2.0 out not a version ? "
run_as "$scratch/inside" deb 'vers:deb/>=1.0|<'
is "a range that is none" "$status" 1

story "what the other man pages show"
# page and what its example prints.
while read -r page printed; do
	example "$page" >"$scratch/$page.c"
	# shellcheck disable=SC2086
	compile "the example of $page(3)" cc -std=c17 -pedantic $flags "$scratch/$page.c" -o "$scratch/$page" $shared
	run_as "$scratch/$page"
	is "$page(3) prints" "$(cat "$out")" "$printed"
done <<'PAGES'
tsukuroi_version a release candidate comes before its release
tsukuroi_range affected
tsukuroi_ssvc Immediate (2 possible)
tsukuroi_name pkg:pypi/some-thing@1.0
tsukuroi_jvn <1.4.2
tsukuroi_calendar 令和8年11月30日
PAGES

story "what doc/ shows"
for page in en ja; do
	sed -n '/^```c$/,/^```$/p' "$root/doc/$page/library.md" | sed '/^```/d' >"$scratch/inside.c"
	# shellcheck disable=SC2086
	compile "the program of doc/$page/library.md" cc -std=c17 -pedantic $flags "$scratch/inside.c" -o "$scratch/inside" $shared
	sed -n '/^```console$/,/^```$/p' "$root/doc/$page/library.md" | grep -v '^```' >"$scratch/shown"
	sed -n 's/^\$ \(\.\/inside.*\)/\1/p' "$scratch/shown" >"$scratch/commands"
	(cd "$scratch" && LD_LIBRARY_PATH=$libdir sh ./commands) >"$out" 2>"$err"
	is "its answers in $page" "$(cat "$out")" "$(grep -v '^\$' "$scratch/shown")"
done

story "the header alone"
printf '#include <tsukuroi.h>\n' >"$scratch/header.c"
# shellcheck disable=SC2046
for standard in c99 c17; do
	compile "the header in $standard" cc -std=$standard -pedantic -Wall -Wextra -Werror -c "$scratch/header.c" -o "$scratch/header.o" $(pkg-config --cflags tsukuroi)
done
# shellcheck disable=SC2046
compile "the header in C++11" c++ -x c++ -std=c++11 -pedantic -Wall -Wextra -Werror -c "$scratch/header.c" -o "$scratch/header.o" $(pkg-config --cflags tsukuroi)
plan
