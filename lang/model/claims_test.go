package model

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// texts are the files of a pattern by their names.
func texts(t *testing.T, pattern string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	out := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(path)] = string(text)
	}
	return out
}

var wantComment = regexp.MustCompile(`// (want|remark) ([a-z0-9 -]+)`)

// TestClaims holds each script of testdata/claims against the comments in it: a
// line with "want KIND" gets exactly that observation, one with "remark KIND"
// that remark, and every other line none. What is wanted is true of Linux:
// package exec holds that such a script fails.
func TestClaims(t *testing.T) {
	for subject, text := range texts(t, "testdata/claims/*.txtar") {
		for _, file := range txtar.Parse([]byte(text)).Files {
			t.Run(subject+"/"+file.Name, func(t *testing.T) { checkClaims(t, file.Name, string(file.Data)) })
		}
	}
}

func checkClaims(t *testing.T, name, text string) {
	var want, got []string
	for i, line := range strings.Split(text, "\n") {
		if m := wantComment.FindStringSubmatch(line); m != nil {
			for _, kind := range strings.Fields(m[2]) {
				want = append(want, fmt.Sprintf("%d %s %s", i+1, m[1], kind))
			}
		}
	}
	script := parse(t, name, text)
	for _, o := range New(compiled(script)).Observations() {
		word := "want"
		if o.Certainty == Remark {
			word = "remark"
		}
		r := script.Statements[o.Statement].Range(o.Node)
		got = append(got, fmt.Sprintf("%d %s %s", script.File.Line(r.Start), word, o.Kind()))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("observations (-want +got):\n%s", diff)
	}
}

// Every kind of observation has a script that shows it.
func TestClaimsOfEveryKind(t *testing.T) {
	shown := map[string]bool{}
	for _, text := range texts(t, "testdata/claims/*.txtar") {
		for _, m := range wantComment.FindAllStringSubmatch(text, -1) {
			for _, kind := range strings.Fields(m[2]) {
				shown[kind] = true
			}
		}
	}
	for _, detail := range Details() {
		if !shown[string(detail.Kind())] {
			t.Errorf("no script of testdata/claims shows %s", detail.Kind())
		}
	}
}
