package main

import (
	"strings"
	"testing"
)

// lines of go test -json, cut down to the fields that count.
const (
	passing = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"noise\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`
	failing = `{"Action":"output","Package":"q","Test":"TestB","Output":"    b_test.go:1: wrong\n"}
{"Action":"fail","Package":"q","Test":"TestB"}
{"Action":"output","Package":"q","Output":"FAIL\tq\t0.1s\n"}
{"Action":"fail","Package":"q"}
`
	skipping = `{"Action":"output","Package":"r","Test":"TestC","Output":"    c_test.go:1: not found: data\n"}
{"Action":"skip","Package":"r","Test":"TestC"}
`
	empty = `{"Action":"output","Package":"s","Output":"?   \ts\t[no test files]\n"}
{"Action":"skip","Package":"s"}
`
	flaky = `{"Action":"attr","Package":"p","Test":"TestA","Key":"flaky","Value":"attempt 2 passed"}
`
	unbuilt = `{"ImportPath":"t","Action":"build-output","Output":"t.go:1: syntax error\n"}
{"ImportPath":"t","Action":"build-fail"}
`
)

func TestReport(t *testing.T) {
	cases := []struct {
		name, in string
		allowed  []string
		ok       bool
		has, not []string
	}{
		{"all pass", passing + empty, nil, true, []string{"ok  \tp\t0.1s\n", "?   \ts", "1 tests passed, 0 skipped"},
			[]string{"noise"}},
		{"one fails", passing + failing, nil, false, []string{"b_test.go:1: wrong", "FAIL\tq"}, nil},
		{"a test that should run", passing + skipping, nil, false,
			[]string{"should run here: r.TestC", "not found: data"}, nil},
		{"another excuse", passing + skipping, []string{"not found: tun"}, false,
			[]string{"should run here: r.TestC"}, nil},
		{"an excuse", passing + skipping, []string{"not found: data"}, true,
			[]string{"machine lacks what it needs: r.TestC"}, []string{"should run"}},
		{"a test that passed, but not at once", passing + flaky, nil, true, []string{"flaky: attempt 2 passed\n"}, nil},
		{"a package that does not build", passing + unbuilt, nil, false, []string{"syntax error"}, nil},
		{"nothing ran", empty, nil, false, nil, nil},
		{"plain text of the go command", "go: downloading x\n" + passing, nil, true,
			[]string{"go: downloading x\n"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var out strings.Builder
			ok, err := report(strings.NewReader(c.in), &out, c.allowed)
			if err != nil || ok != c.ok {
				t.Errorf("got %v, %v, want %v", ok, err, c.ok)
			}
			for _, text := range c.has {
				if !strings.Contains(out.String(), text) {
					t.Errorf("no %q in %q", text, out.String())
				}
			}
			for _, text := range c.not {
				if strings.Contains(out.String(), text) {
					t.Errorf("%q in %q", text, out.String())
				}
			}
		})
	}
}
