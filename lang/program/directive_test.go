package program

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

func directives(text string) Directives {
	return ReadDirectives(lang.Parse(source.NewFile("a.pkt", text), nil))
}

func TestDirectives(t *testing.T) {
	d := directives(`// pkt:requires kernel >= 6.8, command ethtool
//pkt:requires sysctl net.ipv4.tcp_rto_max_ms
// pkt:xfail the stack is wrong, see the list
// pkt:ignore PKT402 on purpose
// about pkt:requires nothing
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3 // pkt:tags slow, nightly slow
// pkt:requires stack linux
`)
	var got []string
	for _, r := range d.Requires {
		got = append(got, r.String())
	}
	want := []string{"kernel >= 6.8", "command ethtool", "sysctl net.ipv4.tcp_rto_max_ms", "stack linux"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.Expected == nil || d.Expected.Reason != "the stack is wrong, see the list" {
		t.Errorf("expected failure %+v", d.Expected)
	}
	if diff := cmp.Diff([]string{"slow", "nightly"}, d.Tags); diff != "" {
		t.Error(diff)
	}
	if len(d.Wrong) > 0 {
		t.Errorf("wrong %+v", d.Wrong)
	}
}

func TestWrongDirectives(t *testing.T) {
	for text, want := range map[string]string{
		"// pkt:requires kernel 6.8": "pkt:requires kernel 6.8: expected a comparison and a version, such as kernel " +
			">= 6.8",
		"// pkt:requires sysctl":      "pkt:requires sysctl: expected one name after sysctl",
		"// pkt:requires krnl >= 6.8": `unknown requirement "krnl >= 6.8": expected kernel, sysctl, command, protocol, variant or stack`,
		"// pkt:requires":             `unknown requirement "": expected kernel, sysctl, command, protocol, variant or stack`,
		"// pkt:xfail":                "pkt:xfail without a reason: say why the script fails",
	} {
		d := directives(text + "\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n")
		if len(d.Wrong) != 1 || d.Wrong[0].Message != want || d.Wrong[0].Range.Start != 0 {
			t.Errorf("%s: %+v", text, d.Wrong)
		}
	}
}

func TestKernelVersions(t *testing.T) {
	for _, test := range []struct {
		requirement, release string
		want                 bool
	}{
		{"kernel >= 6.8", "6.18.5-rc1+", true}, {"kernel >= 6.8", "6.8.0-generic", true},
		{"kernel >= 6.8", "6.7.12", false}, {"kernel < 6.8", "6.7.12", true}, {"kernel > 6.8", "6.8", false},
		{"kernel > 6.8", "6.8.1", true}, {"kernel == 7", "7.0.0", true}, {"kernel != 7", "7.0.1", true},
		{"kernel <= 6.18", "6.18.5", false},
	} {
		r, err := parseRequirement(test.requirement)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Met(ParseVersion(test.release)); got != test.want {
			t.Errorf("%s of %s: %v", test.requirement, test.release, got)
		}
	}
	if v := ParseVersion("custom"); v != nil {
		t.Errorf("a version of no number: %v", v)
	}
}
