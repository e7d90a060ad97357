package kernel

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/source"
)

// TestNeeds holds which folders a script is shown for the paths in its commands.
func TestNeeds(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string
	}{
		{"0 `true`\n", []string{"/a/b/c"}},
		{"0 `./helper.sh`\n", []string{"/a/b/c"}},
		{"0 `../common/defaults.sh 1 && ../../tools/run`\n", []string{"/a/b/c", "/a/b/common", "/a/tools"}},
		{"0 `cat ../file`\n", []string{"/a/b"}},
		{"0 `cd ../ && ls`\n", []string{"/a/b"}},
		{"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n", []string{"/a/b/c"}},
	} {
		c, err := suite.NewCase(source.NewFile("x.pkt", test.text), suite.Variant{}, suite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		c.Folder = "/a/b/c"
		if diff := cmp.Diff(test.want, needs(c)); diff != "" {
			t.Errorf("%q needs other folders (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestOutermost(t *testing.T) {
	got := outermost([]string{"/a/b", "/c", "/a", "/a-b", "/a", "/a/b/c"})
	if diff := cmp.Diff([]string{"/a", "/a-b", "/c"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/"}, outermost([]string{"/x", "/"})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
