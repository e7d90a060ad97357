package kernel

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// confined opens files for reading and for writing while it may see one folder
// and write to another, and prints which worked.
func confined(arguments []string) int {
	runtime.LockOSThread()
	if err := confine(view{read: arguments[:1], write: arguments[1:2]}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for _, path := range arguments[2:] {
		_, readError := os.ReadFile(path)
		writeError := os.WriteFile(path, []byte("x"), 0o600)
		fmt.Printf("%s %t %t\n", filepath.Base(filepath.Dir(path)), readError == nil, writeError == nil)
	}
	return 0
}

// TestConfine holds what a confined thread may still do.
func TestConfine(t *testing.T) {
	if landlockVersion() == 0 {
		t.Skip("this kernel has no Landlock, by which guests are confined")
	}
	root := t.TempDir()
	arguments := []string{confinedArgument, filepath.Join(root, "read"), filepath.Join(root, "write")}
	for _, name := range []string{"read", "write", "other"} {
		if err := os.Mkdir(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(root, name, "file")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	out, err := selfCommand(t, arguments...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if want := "read true false\nwrite true true\nother false false\n"; !strings.HasSuffix(string(out), want) {
		t.Errorf("it may do:\n%swant:\n%s", out, want)
	}
}
