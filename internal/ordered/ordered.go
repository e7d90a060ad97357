// Package ordered does work in parallel and hands on the results in the order
// of the work, as tools that print about many files need it.
package ordered

import (
	"context"
	"sync"
)

// Each calls work for every item, on as many goroutines as workers says (at
// least one), and calls emit with the results one after another in the order of
// the items. Not more than a few results per worker wait for their turn, so
// memory does not grow with the number of items.
//
// It stops at the first error of emit, or when ctx is done, and returns that
// error once no work is running any more.
func Each[Item, Result any](ctx context.Context, items []Item, workers int,
	work func(context.Context, Item) Result, emit func(Result) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers = max(min(workers, len(items)), 1)

	type job struct {
		item Item
		done chan Result
	}
	jobs := make(chan job)
	waiting := make(chan job, 2*workers)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	for range workers {
		running.Go(func() {
			for j := range jobs {
				j.done <- work(ctx, j.item)
			}
		})
	}
	running.Go(func() {
		defer close(waiting)
		defer close(jobs)
		for _, item := range items {
			j := job{item, make(chan Result, 1)}
			select {
			case waiting <- j:
			case <-ctx.Done():
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	})
	for j := range waiting {
		select {
		case result := <-j.done:
			if err := emit(result); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}
