package kernel

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWritesStayInside holds that a script may write to its own folder, and that
// neither the host nor the next script in the same guest sees it.
func TestWritesStayInside(t *testing.T) {
	folder := t.TempDir()
	write := caseIn(t, folder, "write.pkt",
		"0 `echo changed > write.pkt && echo new > fresh && cat write.pkt fresh; "+
			"echo tmp > /tmp/kept; echo x > /usr/x`\n")
	read := caseIn(t, folder, "read.pkt", "0 `grep -c echo write.pkt; ls fresh /tmp/kept; exit 1`\n")
	results, _ := runAll(t, Options{}, 1, write, read)
	first, _ := results[0].Last()
	printed := strings.Join(first.Output, "\n")
	if !strings.HasPrefix(printed, "changed\nnew\n") || !strings.Contains(printed, "Read-only file system") {
		t.Errorf("writing printed:\n%s", printed)
	}
	second, _ := results[1].Last()
	got := strings.Join(second.Output, "\n")
	if !strings.HasPrefix(got, "1\n") || strings.Count(got, "No such file") != 2 {
		t.Errorf("what was written is there for the next script:\n%s", got)
	}
	text, err := os.ReadFile(filepath.Join(folder, "write.pkt"))
	if err != nil || strings.HasPrefix(string(text), "changed") {
		t.Errorf("the host's file was changed: %v", err)
	}
	for _, path := range []string{filepath.Join(folder, "fresh"), "/usr/x"} {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is on the host", path)
		}
	}
}

// TestSeesItsOwn holds what of the host a script sees: its folder, the folders of
// the files that it names, and the system's, and nothing else.
func TestSeesItsOwn(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"suite/scripts", "suite/common", "suite/other", "given"} {
		if err := os.MkdirAll(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name, "file"), []byte(name+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := caseIn(t, filepath.Join(root, "suite/scripts"), "a.pkt",
		"0 `cat file ../common/file; ls .. ; ls "+root+"; cat "+root+"/given/file; "+
			"ls /home /root /etc/shadow; exit 1`\n")
	got := output(t, Options{See: []string{filepath.Join(root, "given")}}, c)
	for _, want := range []string{"suite/scripts\nsuite/common\n", "common\nscripts\n", "given\nsuite\n", "\ngiven\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("the script does not see %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "other") {
		t.Errorf("the script sees what it does not name:\n%s", got)
	}
	if strings.Count(got, "No such file") != 2 {
		t.Errorf("the script sees more of the host than it should:\n%s", got)
	}
}

// TestLinkedFolder holds that a folder which is a symbolic link is seen as what it
// leads to, and that one which is not there does no harm.
func TestLinkedFolder(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"common", "suite/scripts"} {
		if err := os.MkdirAll(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "common/file"), []byte("linked\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../common", filepath.Join(root, "suite/common")); err != nil {
		t.Fatal(err)
	}
	c := caseIn(t, filepath.Join(root, "suite/scripts"), "a.pkt",
		"0 `cat ../common/file; echo x > ../common/file; cat ../none/file; exit 1`\n")
	if got := output(t, Options{}, c); !strings.HasPrefix(got, "linked\n") || strings.Count(got, "No such file") != 1 {
		t.Errorf("the script sees:\n%s", got)
	}
	if text, err := os.ReadFile(filepath.Join(root, "common/file")); err != nil || string(text) != "linked\n" {
		t.Errorf("the host's file is %q, %v", text, err)
	}
}

// TestHostIsOutOfReach holds that not even a script that mounts the host's files
// itself can change them, or read those that it was not given.
func TestHostIsOutOfReach(t *testing.T) {
	if landlockVersion() == 0 {
		t.Skip("this kernel has no Landlock, by which guests are confined")
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("do not tell\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := caseIn(t, t.TempDir(), "a.pkt",
		"0 `mount -t hostfs none /tmp -o / && cat /tmp"+secret+"; echo x > /tmp"+secret+"; rm /tmp"+secret+
			"; echo x > /tmp"+filepath.Dir(secret)+"/more; exit 1`\n")
	got := output(t, Options{}, c)
	if strings.Contains(got, "do not tell") || strings.Count(got, "ermission denied") != 4 {
		t.Errorf("the host's files are within reach:\n%s", got)
	}
	if text, err := os.ReadFile(secret); err != nil || string(text) != "do not tell\n" {
		t.Errorf("the host's file is %q, %v", text, err)
	}
}

// TestLittleEnvironment holds that a script's commands do not get the user's
// variables.
func TestLittleEnvironment(t *testing.T) {
	t.Setenv("TOKEN_OF_THE_USER", "secret")
	t.Setenv("LANG", "C.UTF-8")
	got := output(t, Options{}, caseIn(t, t.TempDir(), "a.pkt", "0 `env; exit 1`\n"))
	if strings.Contains(got, "TOKEN") ||
		!strings.Contains(got, "LANG=C.UTF-8") || !strings.Contains(got, "PACKETDRILL_PID=") {
		t.Errorf("the environment is:\n%s", got)
	}
}
