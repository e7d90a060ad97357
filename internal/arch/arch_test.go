// Package arch holds what the rooms of the project may import.
package arch

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/pktlang/pkt"

// room is a folder of packages with one purpose.
type room struct {
	folder string
	// imports are the other rooms that its packages may use.
	imports []string
}

// rooms in the order in which they build on each other; docs/architecture.md
// says what each is for. A package belongs to the longest folder that holds it.
var rooms = []room{
	{"lang/source", nil},
	{"lang/diag", []string{"lang/source"}},
	{"lang/vocab", nil},
	{"lang", []string{"lang/source", "lang/diag", "lang/vocab"}},
	{"lang/dump", language()},
	{"lang/grammar", language()},
	{"lang/program", language()},
	{"lang/run", language("lang/program")},
	{"lang/model", language("lang/program")},
	{"lang/query", language("lang/program", "lang/model")},
	{"fmt", language("internal")},
	{"config", language("internal", "lang/program")},
	{"lint", language("internal", "lang/program", "lang/model", "config")},
	{"exec", language("internal", "lang/program", "lang/run")},
	// Features know nothing of settings, files and messages.
	{"lsp/feature", language("lang/program", "lang/model", "fmt", "lint")},
	{"lsp/server", language("internal", "lang/program", "lang/run", "fmt", "lint", "config", "lsp/feature")},
	{"cmd", language("internal", "lang/program", "lang/run", "lang/model", "lang/query", "lang/grammar", "lang/dump",
		"fmt", "lint", "exec",
		"config", "lsp/server")},
	// Programs that measure or generate for this project.
	{"scripts", language("internal", "lang/program", "lang/run", "lang/model", "lang/query", "lang/grammar",
		"lang/dump", "fmt", "lint", "exec", "config",
		"lsp/feature", "lsp/server")},
	{"editors", language("internal")},
	// What several rooms need and none owns: files, folders, order.
	{"internal", []string{"lang/source"}},
}

// language is lang with all below it, and more rooms.
func language(more ...string) []string {
	return append([]string{"lang/source", "lang/diag", "lang/vocab", "lang"}, more...)
}

// startsProcesses are the rooms that may start other programs: a script is
// untrusted text to all others.
var startsProcesses = []string{"exec", "lsp/server", "cmd", "scripts"}

type goPackage struct {
	ImportPath string
	Imports    []string
	Error      *struct{ Err string }
}

// watch looks at every source file, so that the go command, which does not see
// what a child process reads, runs this test anew after a change.
func watch(t *testing.T) {
	t.Helper()
	for _, path := range goFiles(t) {
		if _, err := os.Stat(filepath.Join("..", "..", path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("cannot look at the source files: %v", err)
		}
	}
}

// walkSources visits the files of the project that people write.
func walkSources(root fs.FS, visit func(path string)) error {
	return fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // a temporary file of someone else
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules"):
			return fs.SkipDir
		case entry.Type().IsRegular():
			visit(path)
		}
		return nil
	})
}

func packages(t *testing.T, system string) []goPackage {
	t.Helper()
	watch(t)
	command := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Error", module+"/...")
	command.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("cannot list the packages: %v", err)
	}
	var list []goPackage
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatalf("cannot read the list of packages: %v", err)
		}
		list = append(list, p)
	}
}

// roomOf is the room of a package of this module, or nil.
func roomOf(path string) *room {
	var best *room
	for i, r := range rooms {
		folder := module + "/" + r.folder
		if (path == folder || strings.HasPrefix(path, folder+"/")) &&
			(best == nil || len(r.folder) > len(best.folder)) {
			best = &rooms[i]
		}
	}
	return best
}

func TestImportsPointDownwards(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		list := packages(t, system)
		if len(list) == 0 {
			t.Fatal("no packages were listed, so nothing was tested")
		}
		for _, p := range list {
			from := roomOf(p.ImportPath)
			if from == nil {
				t.Errorf("%s is in no room; name its room here and in docs/architecture.md", p.ImportPath)
				continue
			}
			for _, imported := range p.Imports {
				check(t, from, p.ImportPath, imported)
			}
		}
	}
}

func check(t *testing.T, from *room, path, imported string) {
	t.Helper()
	if imported == "os/exec" && !slices.Contains(startsProcesses, from.folder) {
		t.Errorf("%s imports os/exec, but only %s may start programs", path, strings.Join(startsProcesses, ", "))
	}
	if !strings.HasPrefix(imported, module+"/") {
		return
	}
	to := roomOf(imported)
	if to == nil || to == from || slices.Contains(from.imports, to.folder) {
		return
	}
	t.Errorf("%s imports %s: %s may import only %s", path, imported, from.folder, strings.Join(from.imports, ", "))
}

func TestRoomOf(t *testing.T) {
	for path, want := range map[string]string{
		module + "/lang":               "lang",
		module + "/lang/diag/report":   "lang/diag",
		module + "/lang/model":         "lang/model",
		module + "/exec/calls":         "exec",
		module + "/fmt":                "fmt",
		module + "/cmd/pkt":            "cmd",
		module + "/internal/files":     "internal",
		module + "/lang/diagnose/what": "lang",
		module + "/lsp/server":         "lsp/server",
	} {
		if got := roomOf(path); got == nil || got.folder != want {
			t.Errorf("%s is in %v, want %s", path, got, want)
		}
	}
	if got := roomOf(module + "/somewhere"); got != nil {
		t.Errorf("a folder of no room is in %s", got.folder)
	}
}
