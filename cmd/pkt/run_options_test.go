package main

import (
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/program/settings"
)

// Every option that a script or a run can have is a flag, but for those that
// other flags of the command stand for.
func TestFlagsCoverTheOptions(t *testing.T) {
	var flags scriptOptionFlags
	parser, err := kong.New(&flags)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := map[string]bool{"define": true, "verbose": true}
	var arguments []string
	var want []settings.Assignment
	for _, o := range settings.Options() {
		switch {
		case elsewhere[o.Name]:
			continue
		case o.HasValue:
			arguments = append(arguments, "--"+o.Name+"=x")
			want = append(want, settings.Assignment{Name: o.Name, Value: "x", HasValue: true})
		default:
			arguments = append(arguments, "--"+o.Name)
			want = append(want, settings.Assignment{Name: o.Name})
		}
	}
	if _, err := parser.Parse(arguments); err != nil {
		t.Fatal(err)
	}
	got := map[string]settings.Assignment{}
	for _, a := range flags.assignments() {
		got[a.Name] = a
	}
	for _, a := range want {
		if diff := cmp.Diff(a, got[a.Name]); diff != "" {
			t.Errorf("--%s: %s", a.Name, diff)
		}
	}
	if len(got) != len(want) {
		t.Errorf("there are %d flags for %d options", len(got), len(want))
	}
}

func TestFlagsWithHyphens(t *testing.T) {
	var flags scriptOptionFlags
	parser, err := kong.New(&flags)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"--ip-version=ipv6", "--strict-segments"}); err != nil {
		t.Fatal(err)
	}
	want := []settings.Assignment{{Name: "ip_version", Value: "ipv6", HasValue: true}, {Name: "strict_segments"}}
	if diff := cmp.Diff(want, flags.assignments()); diff != "" {
		t.Error(diff)
	}
}
