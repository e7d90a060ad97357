package tail

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBufferKeepsTheEnd(t *testing.T) {
	b := Buffer{Size: 16}
	if got := b.Lines(3); got != nil {
		t.Errorf("nothing was written, but got %q", got)
	}
	for i := range 100 {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	if got := b.String(); got != "line 99\n" {
		t.Errorf("got %q, want the last whole line", got)
	}
	if n, err := b.Write([]byte(strings.Repeat("x", 40) + "\nend")); n != 44 || err != nil {
		t.Errorf("Write returned %d, %v", n, err)
	}
	if diff := cmp.Diff([]string{"end"}, b.Lines(3)); diff != "" {
		t.Error(diff)
	}
}
