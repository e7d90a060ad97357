package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang/program/settings"
)

func TestParsePacketdrill(t *testing.T) {
	tests := []struct {
		arguments string
		options   string // each as name or name=value
		scripts   string
		err       string
	}{
		{"a.pkt b.pkt", "", "a.pkt b.pkt", ""},
		{"a.pkt --mss=1000 b.pkt --mtu 1400 -v", "mss=1000 mtu=1400 verbose", "a.pkt b.pkt", ""},
		{"-vvD X=1 -DY=2 --define Z=3 a.pkt", "verbose verbose define=X=1 define=Y=2 define=Z=3", "a.pkt", ""},
		{"--ip_v=ipv6 --dry a.pkt", "ip_version=ipv6 dry_run", "a.pkt", ""},
		{"--mss=1 -- --mtu=1 -v", "mss=1", "--mtu=1 -v", ""},
		{"-", "", "-", ""},
		{"--mss= a.pkt", "mss=", "a.pkt", ""},
		{"--tolerance=1", "", "",
			"option '--tolerance' is ambiguous; possibilities: '--tolerance_percent' '--tolerance_usecs'"},
		{"--timeout=1s a.pkt", "", "", "unrecognized option '--timeout'"},
		{"--dry_run=1 a.pkt", "", "", "option '--dry_run' doesn't allow an argument"},
		{"a.pkt --mss", "", "", "option '--mss' requires an argument"},
		{"-D", "", "", "option requires an argument -- 'D'"},
		{"-vx", "", "", "invalid option -- 'x'"},
	}
	for _, tt := range tests {
		options, scripts, err := parsePacketdrill(strings.Fields(tt.arguments))
		var words []string
		for _, o := range options {
			words = append(words, word(o))
		}
		message := ""
		if err != nil {
			message = err.Error()
		}
		got := []string{strings.Join(words, " "), strings.Join(scripts, " "), message}
		if diff := cmp.Diff([]string{tt.options, tt.scripts, tt.err}, got); diff != "" {
			t.Errorf("%s: %s", tt.arguments, diff)
		}
	}
}

func word(o settings.Assignment) string {
	if !o.HasValue {
		return o.Name
	}
	return o.Name + "=" + o.Value
}

func TestPacketdrillRefuses(t *testing.T) {
	tests := []struct{ arguments, stderr string }{
		{"", "packetdrill: error: missing script path"},
		{"no-such-file.pkt", "parse error opening script file 'no-such-file.pkt': no such file or directory"},
		{"--mss=0 testdata/packetdrill/good.pkt",
			"Command Line: bad value \"0\" for --mss: expected a whole number from 1 to 65535"},
		{"--wire_server testdata/packetdrill/good.pkt", "packetdrill: --wire_server is not supported yet"},
		{"testdata/packetdrill/bad.pkt", "testdata/packetdrill/bad.pkt:3: "},
	}
	for _, tt := range tests {
		var stdout, stderr bytes.Buffer
		code := packetdrill(strings.Fields(tt.arguments),
			&environment{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr})
		first, _, _ := strings.Cut(stderr.String(), "\n")
		if code != 1 || !strings.HasPrefix(first, tt.stderr) || stdout.Len() > 0 {
			t.Errorf("%s: code %d, stderr %q, stdout %q", tt.arguments, code, first, stdout.String())
		}
	}
	var stdout, stderr bytes.Buffer
	code := packetdrill([]string{"--dry_run", "testdata/packetdrill/good.pkt"},
		&environment{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr})
	if code != 0 || stdout.Len()+stderr.Len() > 0 {
		t.Errorf("a dry run of a good script: code %d, stderr %q", code, stderr.String())
	}
}
