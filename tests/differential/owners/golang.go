// The Go project's own: golang.org/x/mod/semver for modules, go/version for Go itself ("go1.21rc2"). The vulnerability
// database writes modules' versions without the v, which is put before them here.
package main

import (
	"bufio"
	"fmt"
	"go/version"
	"os"
	"strings"

	"golang.org/x/mod/semver"
)

func module(text string) string {
	if text != "" && text[0] >= '0' && text[0] <= '9' {
		return "v" + text
	}
	return text
}

func main() {
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		a, b, _ := strings.Cut(in.Text(), "\t")
		switch {
		case semver.IsValid(module(a)) && semver.IsValid(module(b)):
			fmt.Fprintln(out, "<=>"[semver.Compare(module(a), module(b))+1:][:1])
		case version.IsValid(a) && version.IsValid(b):
			fmt.Fprintln(out, "<=>"[version.Compare(a, b)+1:][:1])
		default:
			fmt.Fprintln(out, "?")
		}
	}
}
