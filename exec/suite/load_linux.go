package suite

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// userTick is the unit of /proc/stat, which is the same on all architectures
// that scripts run on (USER_HZ).
const userTick = 10 * time.Millisecond

// readLoad counts what has kept tasks from the processors since the host started.
func readLoad() hostLoad {
	l := hostLoad{at: time.Now()}
	stat, _ := os.ReadFile("/proc/stat")
	if fields := strings.Fields(firstLine(stat)); len(fields) > 8 {
		l.stolen = time.Duration(number(fields[8])) * userTick
	}
	for _, file := range softirqThreads() {
		counts, _ := os.ReadFile(file)
		if fields := strings.Fields(string(counts)); len(fields) == 3 {
			l.softirq += time.Duration(number(fields[1])) // nanoseconds
		}
	}
	pressure, _ := os.ReadFile("/proc/pressure/cpu")
	if _, total, ok := strings.Cut(firstLine(pressure), "total="); ok {
		l.waiting = time.Duration(number(total)) * time.Microsecond
	}
	return l
}

func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

// number is 0 for what is none.
func number(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// softirqThreads are the files with the counts of ksoftirqd, of which there is one
// for each processor; none where a container does not see them.
var softirqThreads = sync.OnceValue(func() []string {
	names, _ := filepath.Glob("/proc/[0-9]*/comm")
	var out []string
	for _, name := range names {
		if text, err := os.ReadFile(name); err == nil && strings.HasPrefix(string(text), "ksoftirqd/") {
			out = append(out, filepath.Join(filepath.Dir(name), "schedstat"))
		}
	}
	return out
})
