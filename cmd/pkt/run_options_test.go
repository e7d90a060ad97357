package main

import (
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/program/settings"
	"github.com/pktlang/pkt/lang/vocab"
)

// parseFlags reads a command line of options alone.
func parseFlags(t *testing.T, arguments ...string) []settings.Assignment {
	t.Helper()
	flags := newOptionFlags()
	parser, err := kong.New(&flags)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(arguments); err != nil {
		t.Fatal(err)
	}
	return flags.assignments()
}

// Every option of the table that the command line may have is a flag.
func TestFlagsCoverTheOptions(t *testing.T) {
	var arguments []string
	var want []settings.Assignment
	for _, o := range vocab.Options(vocab.ByCommandLine) {
		a := settings.Assignment{Name: o.Name}
		arguments = append(arguments, "--"+o.Name)
		if o.HasValue() {
			a.Value, a.HasValue = "x", true
			arguments[len(arguments)-1] += "=x"
		}
		want = append(want, a)
	}
	if diff := cmp.Diff(want, parseFlags(t, arguments...)); diff != "" || len(want) < 30 {
		t.Errorf("%d options: %s", len(want), diff)
	}
}

func TestFlagsThatWereNotGiven(t *testing.T) {
	if got := parseFlags(t); len(got) > 0 {
		t.Errorf("got %v", got)
	}
	if got := parseFlags(t, "--mtu="); len(got) != 1 || !got[0].HasValue {
		t.Errorf("an empty value: got %v", got)
	}
}

func TestFlagsWithHyphens(t *testing.T) {
	want := []settings.Assignment{{Name: "ip_version", Value: "ipv6", HasValue: true}, {Name: "strict_segments"}}
	if diff := cmp.Diff(want, parseFlags(t, "--ip-version=ipv6", "--strict-segments")); diff != "" {
		t.Error(diff)
	}
}
