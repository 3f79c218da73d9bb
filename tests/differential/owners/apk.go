// A port of apk-tools 2 that scanners use: apk itself is in none of the places that tools/peers asks. Parts that begin
// with 0 behind a dot are left out: apk-tools 3 orders them in another way, and the port loses what follows a lone 0.
package main

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"strings"

	apk "github.com/knqyf263/go-apk-version"
)

var zero = regexp.MustCompile(`\.0`)

func main() {
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		a, b, _ := strings.Cut(in.Text(), "\t")
		x, errX := apk.NewVersion(a)
		y, errY := apk.NewVersion(b)
		if errX != nil || errY != nil || zero.MatchString(in.Text()) {
			fmt.Fprintln(out, "?")
		} else {
			fmt.Fprintln(out, "<=>"[x.Compare(y)+1:][:1])
		}
	}
}
