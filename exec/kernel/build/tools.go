package build

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sort"
	"strings"
)

// tools are the programs that a build starts, and the packages of Debian that
// have them.
var tools = map[string]string{
	"make": "make", "gcc": "gcc", "ld": "binutils", "flex": "flex", "bison": "bison", "bc": "bc", "perl": "perl",
}

// compiler is the C compiler that the user wants.
func compiler() string {
	if cc := os.Getenv("CC"); cc != "" {
		return cc
	}
	return "gcc"
}

// Missing says what a build needs that is not installed, in one sentence with
// the packages to install; nil where all is there.
func Missing(ctx context.Context) error {
	if runtime.GOOS != "linux" {
		return fmt.Errorf("user-mode Linux is a program for Linux, and this is %s: "+
			"use a Linux machine, or a virtual one", runtime.GOOS)
	}
	var missing, packages []string
	for tool, name := range tools {
		if tool == "gcc" {
			tool, _, _ = strings.Cut(compiler(), " ")
		}
		if _, err := exec.LookPath(tool); err != nil {
			missing, packages = append(missing, tool), append(packages, name)
		}
	}
	if len(missing) == 0 && !hasHeaders(ctx) {
		missing, packages = []string{"the headers of the C library"}, []string{"libc6-dev"}
	}
	if len(missing) == 0 {
		return nil
	}
	sort.Strings(missing)
	sort.Strings(packages)
	return fmt.Errorf("building a kernel needs %s, which this machine lacks: install it (on Debian: apt install %s)",
		strings.Join(missing, ", "), strings.Join(packages, " "))
}

// hasHeaders reports whether a program that uses the C library can be compiled.
func hasHeaders(ctx context.Context) bool {
	words := strings.Fields(compiler())
	command := exec.CommandContext(ctx, words[0], append(words[1:], "-E", "-x", "c", "-")...)
	command.Stdin = strings.NewReader("#include <stdio.h>\n#include <sys/ptrace.h>\n")
	return command.Run() == nil
}

// withCache is the compiler behind ccache(1), where there is one.
func withCache(cc string) string {
	if _, err := exec.LookPath("ccache"); err != nil || strings.HasPrefix(cc, "ccache ") {
		return cc
	}
	return "ccache " + cc
}
