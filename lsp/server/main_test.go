package server_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write what the server answers into the case files")

// binary is the program under test, built once; with the race detector where
// the tests have it.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	folder, err := os.MkdirTemp("", "pkt-lsp-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot make a folder for the binary:", err)
		return 1
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "pkt.exe")
	arguments := []string{"build", "-o", binary}
	if raceDetector {
		arguments = append(arguments, "-race")
	}
	build := exec.Command("go", append(arguments, "github.com/pktlang/pkt/cmd/pkt")...)
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "cannot build the program under test:", err)
		return 1
	}
	return m.Run()
}
