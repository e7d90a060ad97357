package kernel

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"github.com/pktlang/pkt/exec/kernel/guest"
	"github.com/pktlang/pkt/exec/suite"
)

// Launcher runs scripts in guests, as many at a time as a runner asks for. A
// guest that is done with a script runs the next one.
type Launcher struct {
	o      Options
	folder *workFolder
	view   view

	mu      sync.Mutex
	idle    []*machine
	all     []*machine
	started int
	closed  bool
}

// NewLauncher returns a launcher for scripts of the given cases: a guest can see
// the folders of all of them from its start on, a script its own alone. Close it
// to end the guests.
func NewLauncher(o Options, cases []*suite.Case) (*Launcher, error) {
	if o.Memory == 0 {
		o.Memory = DefaultMemory
	}
	if o.silence == 0 {
		o.silence = silence
	}
	for _, path := range []*string{&o.Program, &o.Executable} {
		if *path == "" {
			*path = "/proc/self/exe"
		}
		absolute, err := filepath.EvalSymlinks(*path)
		if err == nil {
			absolute, err = filepath.Abs(absolute)
		}
		if err != nil {
			return nil, fmt.Errorf("finding %s: %w", *path, err)
		}
		*path = absolute
	}
	folder, err := newWorkFolder()
	if err != nil {
		return nil, err
	}
	seen := slices.Clone(o.See)
	for _, c := range cases {
		seen = append(seen, needs(c)...)
	}
	return &Launcher{o: o, folder: folder, view: o.view(folders(seen))}, nil
}

// view is what a guest's kernel may open: what scripts may see, what it needs
// itself, and, with the right to write, its own folder, which is added for each.
func (o *Options) view(folders []guest.Folder) view {
	v := view{
		read: []string{
			o.Program, o.Executable,
			// Read at the start: arch/um/os-Linux/start_up.c.
			"/proc/cpuinfo",
		},
		write: []string{os.DevNull},
	}
	for _, name := range guest.SystemFolders {
		v.read = append(v.read, "/"+name)
	}
	for _, name := range guest.Configuration {
		v.read = append(v.read, "/etc/"+name)
	}
	for _, f := range folders {
		v.read = append(v.read, f.Of)
	}
	return v
}

// Launch implements suite.Launcher.
func (l *Launcher) Launch(c *suite.Case) (suite.Process, error) {
	m, err := l.take(c.Request.Processors)
	if err != nil {
		return nil, err
	}
	request := c.Request
	request.Processors, request.Virtual, request.Phase = nil, !l.o.RealTime, l.o.Phase
	job := &guest.Job{
		Request: &request, Folder: c.Folder, Environment: environment(),
		See: folders(append(slices.Clone(l.o.See), needs(c)...)),
	}
	if err := m.give(job); err != nil {
		m.kill("it could not be given a script")
		return nil, err
	}
	return newProcess(l, m), nil
}

// take is a machine that has nothing to do and is at home on the given
// processors. A guest is several processes that wait for each other all the time:
// on one processor they do so in less than half of the time.
func (l *Launcher) take(processors []int) (*machine, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, errors.New("the guests were ended")
	}
	for i, m := range l.idle {
		if slices.Equal(m.processors, processors) {
			l.idle = slices.Delete(l.idle, i, i+1)
			return m, nil
		}
	}
	l.started++
	folder := filepath.Join(l.folder.path, strconv.Itoa(l.started))
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, fmt.Errorf("making a folder for the guest: %w", err)
	}
	v := l.view
	v.write = append(slices.Clone(v.write), folder)
	m, err := start(l.o, folder, v, processors)
	if err != nil {
		return nil, err
	}
	l.all = append(l.all, m)
	return m, nil
}

// giveBack takes a machine for the next script, or ends it where it cannot be
// used any more.
func (l *Launcher) giveBack(m *machine, usable bool) {
	if !usable || l.o.Isolate {
		m.kill("it is no longer needed")
		return
	}
	m.pause()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.idle = append(l.idle, m)
}

// Close ends all guests, and takes away what they needed.
func (l *Launcher) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	var errs []error
	for _, m := range l.all {
		errs = append(errs, m.close())
	}
	l.all, l.idle = nil, nil
	return errors.Join(append(errs, l.folder.remove())...)
}

// environment is that of a script's commands: what the language and the times
// that they print depend on is the user's, and nothing else.
func environment() []string {
	out := []string{commandPath, "HOME=/root", "USER=root"}
	for _, name := range []string{"LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TZ", "TERM"} {
		if value, ok := os.LookupEnv(name); ok {
			out = append(out, name+"="+value)
		}
	}
	return out
}
