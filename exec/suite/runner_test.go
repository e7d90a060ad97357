package suite

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPlaces holds that cases that run at a time have a processor each, or all
// of them where there are not enough.
func TestPlaces(t *testing.T) {
	for _, test := range []struct {
		name       string
		processors []int
		jobs       int
		want       [][]int
	}{
		{"one job", []int{2, 3, 0, 1}, 1, [][]int{{2}}},
		{"several", []int{2, 3, 0, 1}, 3, [][]int{{2}, {3}, {0}}},
		{"as many as processors", []int{1, 0}, 2, [][]int{{1}, {0}}},
		{"more than processors", []int{1, 0}, 3, [][]int{nil, nil, nil}},
		{"unknown processors", nil, 2, [][]int{nil, nil}},
		{"no number of jobs", []int{1, 0}, 0, [][]int{{1}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			free := places(test.processors, test.jobs)
			var got [][]int
			for len(free) > 0 {
				got = append(got, <-free)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("places differ (-want +got):\n%s", diff)
			}
		})
	}
}
