package build

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fakeMakefile stands for a kernel's: it understands what a build asks for, and
// "compiles" the files of the folder net.
const fakeMakefile = `VERSION = 9
PATCHLEVEL = 8
SUBLEVEL = 7
EXTRAVERSION = -rc6
NAME = Fake

allnoconfig:
	@test ! -e .config || { echo "*** The source tree is not clean" >&2; exit 1; }
	@grep -q 'default 1000' $(KBUILD_KCONFIG)
	@sed -e '/CONFIG_PSP_OF_THE_FUTURE/d' $(KCONFIG_ALLCONFIG) > $(O)/.config
	@echo "# configuration written to .config"

linux: $(patsubst net/%.c,$(O)/%.o,$(wildcard net/*.c))
	@echo "  LINK    linux"
	@cat $^ > $(O)/linux; chmod +x $(O)/linux

$(O)/%.o: net/%.c
	@echo "  CC      $<"
	@! grep -q broken $< || { echo "In file included from net/first.h:1,"; echo "$<:3:5: error: expected ';'"; echo "    3 | broken"; exit 2; }
	@cp $< $@
`

// fakeTree makes a folder that looks like a kernel's source.
func fakeTree(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"Makefile":        fakeMakefile,
		"Kconfig":         "# comment\nmainmenu \"Linux\"\n\nsource \"init/Kconfig\"\n",
		"arch/um/Kconfig": "config UML\n\tbool\n",
		"net/first.c":     "one\n", "net/second.c": "two\n",
		suiteConfig:                  "CONFIG_OF_THE_SUITE=y\nCONFIG_PSP_OF_THE_FUTURE=y\n",
		"net/ipv4/sysctl_net_ipv4.c": `"tcp_ecn_option"`,
	} {
		write(t, filepath.Join(folder, name), text)
	}
	return folder
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func requireMake(t *testing.T) {
	t.Helper()
	if err := Missing(t.Context()); err != nil {
		t.Skip(err)
	}
}

// buildFake builds a tree, and returns which files were compiled.
func buildFake(t *testing.T, tree string, o Options) (*Result, []string, error) {
	t.Helper()
	opened, err := OpenTree(t.Context(), tree)
	if err != nil {
		t.Fatal(err)
	}
	var compiled []string
	o.Progress = func(s Step) {
		if strings.HasSuffix(s.What, ".c") {
			compiled = append(compiled, filepath.Base(s.What))
		}
	}
	result, err := Build(t.Context(), opened, o)
	return result, compiled, err
}

// TestBuild holds what a build leaves, that the next one goes on with it, and
// that the tree is not written to.
func TestBuild(t *testing.T) {
	requireMake(t)
	tree := fakeTree(t)
	before := listing(t, tree)
	fragment := filepath.Join(t.TempDir(), "more")
	write(t, fragment, "# CONFIG_SYSFS is not set\nCONFIG_MORE=y\n")
	o := Options{Folder: t.TempDir(), Fragments: []string{fragment}, Jobs: 1}
	result, compiled, err := buildFake(t, tree, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"first.c", "second.c"}, compiled); diff != "" || result.Compiled != 2 {
		t.Errorf("%d compiled (-want +got):\n%s", result.Compiled, diff)
	}
	if text, err := os.ReadFile(result.Program); err != nil || string(text) != "one\ntwo\n" {
		t.Errorf("the program is %q, %v", text, err)
	}
	config, err := os.ReadFile(result.Config)
	if err != nil {
		t.Fatal(err)
	}
	on := Settings(string(config))
	for name, want := range map[string]string{
		"CONFIG_HOSTFS": "y", "CONFIG_OF_THE_SUITE": "y", "CONFIG_MORE": "y", "CONFIG_SYSFS": "",
	} {
		if on[name] != want {
			t.Errorf("%s is %q, want %q", name, on[name], want)
		}
	}
	if diff := cmp.Diff([]string{"CONFIG_PSP_OF_THE_FUTURE"}, result.Refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}

	write(t, filepath.Join(tree, "net/second.c"), "three\n")
	touch(t, filepath.Join(tree, "net/second.c"))
	result, compiled, err = buildFake(t, tree, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"second.c"}, compiled); diff != "" {
		t.Errorf("compiled after a change (-want +got):\n%s", diff)
	}
	if text, _ := os.ReadFile(result.Program); string(text) != "one\nthree\n" {
		t.Errorf("the program is %q after a change", text)
	}
	if diff := cmp.Diff(before, listing(t, tree)); diff != "" {
		t.Errorf("the tree was written to:\n%s", diff)
	}
}

// TestBuildFails holds that the error of a build is its first, with what
// introduces it.
func TestBuildFails(t *testing.T) {
	requireMake(t)
	tree := fakeTree(t)
	write(t, filepath.Join(tree, "net/second.c"), "broken\n")
	folder := t.TempDir()
	_, _, err := buildFake(t, tree, Options{Folder: folder, Jobs: 1})
	if err == nil {
		t.Fatal("a broken tree builds")
	}
	want := tree + " does not build:\nIn file included from net/first.h:1,\n" +
		"net/second.c:3:5: error: expected ';'\n    3 | broken\n"
	if !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), filepath.Join(folder, logName)) {
		t.Errorf("the error is\n%v\nwant\n%s", err, want)
	}
}

// TestBuiltTree holds that a tree in which somebody has built is built all the
// same, and that a change in it is seen.
func TestBuiltTree(t *testing.T) {
	requireMake(t)
	tree := fakeTree(t)
	write(t, filepath.Join(tree, ".config"), "CONFIG_OTHER=y\n")
	write(t, filepath.Join(tree, "net/stale.o"), "stale\n")
	write(t, filepath.Join(tree, "arch/x86/include/generated/x.h"), "stale\n")
	o := Options{Folder: t.TempDir(), Jobs: 1}
	if _, compiled, err := buildFake(t, tree, o); err != nil || len(compiled) != 2 {
		t.Fatalf("compiled %v, %v", compiled, err)
	}
	for _, name := range []string{".config", "net/stale.o", "arch/x86/include/generated"} {
		if _, err := os.Lstat(filepath.Join(o.Folder, "source-links", name)); err == nil {
			t.Errorf("%s, which a build made, is taken over", name)
		}
	}
	if err := os.Remove(filepath.Join(tree, "net/first.c")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(tree, "net/new.c"), "new\n")
	result, _, err := buildFake(t, tree, o)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(result.Program); string(text) != "new\ntwo\n" {
		t.Errorf("after changes the program is %q", text)
	}
}

// TestInterruptedBuild holds that a build ends when it is told to.
func TestInterruptedBuild(t *testing.T) {
	requireMake(t)
	tree := fakeTree(t)
	opened, err := OpenTree(t.Context(), tree)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = Build(ctx, opened, Options{Folder: t.TempDir(), Jobs: 1, Progress: func(Step) { cancel() }})
	if err == nil || !strings.Contains(err.Error(), "was interrupted") {
		t.Errorf("the error is %v", err)
	}
}

// listing are the names of all files of a folder.
func listing(t *testing.T, folder string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		out = append(out, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
