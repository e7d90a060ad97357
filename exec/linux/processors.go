//go:build linux

package linux

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// Confine keeps this process, and all that it starts from then on, on the given
// processors (sched_setaffinity(2)); none means all.
//
// One processor makes the kernel's timers as exact as they get. The timers of a
// connection expire at a tick of the processor that handled its last packet,
// but one processor alone counts the ticks of all. When that is another one
// whose tick comes a moment later, a timer that is due waits for one tick more,
// 4 milliseconds: delayed acknowledgments came late in one run of three. A
// processor that sleeps does not count ticks, so everything that a script keeps
// awake is to be on the same one.
func Confine(processors []int) {
	if len(processors) == 0 {
		return
	}
	var set unix.CPUSet
	for _, p := range processors {
		set.Set(p)
	}
	changeThreads(func(id int) bool {
		var present unix.CPUSet
		if err := unix.SchedGetaffinity(id, &present); err != nil || present == set {
			return false
		}
		return unix.SchedSetaffinity(id, &set) == nil
	})
}

// Processors are the numbers of those on which this process may run, the one on
// which it runs at present first and then upwards from it. None where the
// kernel does not tell, or where there is but one.
func Processors() []int {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil || set.Count() < 2 {
		return nil
	}
	var present uint32
	if _, _, errno := unix.RawSyscall(unix.SYS_GETCPU, uintptr(unsafe.Pointer(&present)), 0, 0); errno != 0 {
		return nil
	}
	var numbers []int
	limit := 8 * int(unsafe.Sizeof(set))
	for i := range limit {
		if p := (int(present) + i) % limit; set.IsSet(p) {
			numbers = append(numbers, p)
		}
	}
	return numbers
}
