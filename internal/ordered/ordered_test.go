package ordered_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/pktlang/pkt/internal/ordered"
)

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestEachKeepsOrder(t *testing.T) {
	for _, workers := range []int{-1, 1, 2, 7, 1000} {
		var got []int
		// The first item waits for the second, so order cannot come from luck
		// where there is more than one worker.
		second := make(chan struct{})
		work := func(_ context.Context, i int) int {
			switch {
			case workers > 1 && i == 0:
				<-second
			case i == 1:
				close(second)
			}
			return i
		}
		err := ordered.Each(context.Background(), numbers(100), workers, work, func(i int) error {
			got = append(got, i)
			return nil
		})
		if err != nil || !slices.Equal(got, numbers(100)) {
			t.Errorf("with %d workers: got %v, %v", workers, got, err)
		}
	}
}

func TestEachOfNothing(t *testing.T) {
	err := ordered.Each(context.Background(), nil, 4,
		func(context.Context, int) int { t.Error("work was called"); return 0 },
		func(int) error { t.Error("emit was called"); return nil })
	if err != nil {
		t.Error(err)
	}
}

func TestEachStopsAtAnError(t *testing.T) {
	broken := errors.New("the disk is full")
	var mu sync.Mutex
	worked := 0
	err := ordered.Each(context.Background(), numbers(10000), 3,
		func(_ context.Context, i int) int {
			mu.Lock()
			defer mu.Unlock()
			worked++
			return i
		},
		func(i int) error {
			if i == 5 {
				return broken
			}
			return nil
		})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	if worked > 100 {
		t.Errorf("%d items were worked on after an error at the sixth", worked)
	}
}

func TestEachEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	err := ordered.Each(ctx, numbers(100), 2,
		func(ctx context.Context, i int) int {
			if i == 10 {
				cancel()
			}
			if i > 10 {
				<-ctx.Done()
			}
			return i
		},
		func(int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
