//go:build linux

package linux

import (
	"os"
	"strconv"
)

// threads are the numbers of this process's threads, none where /proc does not
// tell.
func threads() []int {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return nil
	}
	var ids []int
	for _, task := range tasks {
		if id, err := strconv.Atoi(task.Name()); err == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// changeThreads calls change with every thread of this process, which tells
// whether it had to change something. It goes on until nothing had to be
// changed: a thread that is being started meanwhile has what its starter had
// before.
func changeThreads(change func(id int) bool) {
	const passes = 10 // against a program that starts threads for ever
	for range passes {
		changed := false
		for _, id := range threads() {
			changed = change(id) || changed
		}
		if !changed {
			return
		}
	}
}
