package suite

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func someCases(t *testing.T, n int) []*Case {
	var out []*Case
	for i := range n {
		out = append(out, fakeCase(t, fmt.Sprintf("%d.pkt", i), "0 `pass`\n"))
	}
	return out
}

func names(cases []*Case) []string {
	var out []string
	for _, c := range cases {
		out = append(out, c.Name())
	}
	return out
}

// TestShards holds that each case is in exactly one shard, that shards are of
// about one size, and that a path is always in the same one.
func TestShards(t *testing.T) {
	cases := someCases(t, 400)
	for _, count := range []int{1, 3, 4} {
		sizes := make([]int, count)
		for _, c := range cases {
			in := 0
			for i := range count {
				if (Shard{i + 1, count}).Has(c) {
					in++
					sizes[i]++
				}
			}
			if in != 1 {
				t.Fatalf("%s is in %d of %d shards", c.Name(), in, count)
			}
		}
		for i, size := range sizes {
			if size < 400/count*7/10 {
				t.Errorf("shard %d of %d has %d of 400 cases", i+1, count, size)
			}
		}
	}
	known := fakeCase(t, ".//a.pkt", "0 `pass`\n")
	for i, want := range []bool{false, true, false} {
		if got := (Shard{i + 1, 3}).Has(known); got != want {
			t.Errorf("a.pkt in shard %d of 3: %v", i+1, got)
		}
	}
}

func TestParseShard(t *testing.T) {
	if s, err := ParseShard("2/5"); err != nil || s != (Shard{2, 5}) {
		t.Errorf("%v, %v", s, err)
	}
	for _, text := range []string{"", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2"} {
		if s, err := ParseShard(text); err == nil {
			t.Errorf("%q is %v", text, s)
		}
	}
}

func TestShuffle(t *testing.T) {
	plain, one, same, other := someCases(t, 20), someCases(t, 20), someCases(t, 20), someCases(t, 20)
	Shuffle(one, 7)
	Shuffle(same, 7)
	Shuffle(other, 8)
	if diff := cmp.Diff(names(one), names(same)); diff != "" {
		t.Errorf("one seed, two orders: %s", diff)
	}
	if cmp.Equal(names(one), names(other)) || cmp.Equal(names(one), names(plain)) {
		t.Error("the order does not depend on the seed")
	}
}

func TestRepeat(t *testing.T) {
	cases := someCases(t, 2)
	got := Repeat(cases, 2)
	want := []string{"0.pkt", "1.pkt", "0.pkt", "1.pkt"}
	if diff := cmp.Diff(want, names(got)); diff != "" || got[0] == got[2] {
		t.Error(diff)
	}
}

func TestFinished(t *testing.T) {
	var finished []string
	r := Runner{Launcher: &launcher{}, Jobs: 1,
		Finished: func(r *Result) { finished = append(finished, r.Case.Name()) }}
	if err := r.Run(t.Context(), someCases(t, 2), func(*Result) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"0.pkt", "1.pkt"}, finished); diff != "" {
		t.Error(diff)
	}
}
