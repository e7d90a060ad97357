package build

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGuestConfig holds that every line of our configuration says something, and
// nothing is said twice.
func TestGuestConfig(t *testing.T) {
	seen := map[string]bool{}
	for line := range strings.Lines(guestConfig) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "# ") && !strings.HasSuffix(line, "is not set") {
			continue
		}
		name, value, ok := parseSetting(line)
		if !ok || value != "y" || seen[name] {
			t.Errorf("%q is not to be understood, or repeated", line)
		}
		seen[name] = true
	}
	if len(seen) < 50 {
		t.Errorf("there are %d options", len(seen))
	}
}

func TestLatest(t *testing.T) {
	got := latest("# a comment\nCONFIG_A=y\nCONFIG_B=m\n\n# CONFIG_A is not set\nCONFIG_C=\"x y\"\nnonsense\n")
	if diff := cmp.Diff("CONFIG_A=n\nCONFIG_B=m\nCONFIG_C=\"x y\"\n", got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestKconfig(t *testing.T) {
	got, err := kconfig("# x\nmainmenu \"Linux\"\n\nsource \"init/Kconfig\"\n", 250)
	want := "# x\nmainmenu \"Linux\"\n\nconfig HZ\n\tint\n\tdefault 250\n\nsource \"init/Kconfig\"\n"
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
	if _, err := kconfig("source \"init/Kconfig\"\n", 250); err == nil {
		t.Error("a Kconfig without a main menu is taken")
	}
}
