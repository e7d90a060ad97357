package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFmtFolderThatCannotBeRead runs pkt as an ordinary user, because root may
// read all.
func TestFmtFolderThatCannotBeRead(t *testing.T) {
	folder, err := os.MkdirTemp("", "closed")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	path, closed := filepath.Join(folder, "a.pkt"), filepath.Join(folder, "closed")
	if err := os.WriteFile(path, []byte(messy), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(closed, 0); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("/proc/self/exe", "fmt", "-w", folder)
	command.Args[0] = "pkt"
	if os.Geteuid() == 0 {
		const nobody = 65534
		for _, name := range []string{folder, path} {
			if err := os.Chown(name, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var messages bytes.Buffer
	command.Stderr = &messages
	err = command.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitError || !strings.Contains(messages.String(), closed) {
		t.Errorf("ended with %v: %s", err, messages.String())
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != tidy {
		t.Errorf("the script that can be read became %q, %v", text, err)
	}
}
