package program

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/source"
)

// story is what becomes of each descriptor: "3 socket: opens 1, uses 2, closes
// 4", with the lines of the script.
func story(p *Program) []string {
	var out []string
	for n, d := range p.Descriptors {
		var uses []string
		for _, r := range p.ReferencesTo(n) {
			st := p.Script.Statements[r.Statement]
			uses = append(uses, fmt.Sprintf("%s %d", r.Use, p.Script.File.Line(st.Range(r.Node).Start)))
		}
		text := fmt.Sprintf("%d %s: %s", d.Number, d.Kind, strings.Join(uses, ", "))
		if d.Hides >= 0 {
			hidden := p.References[p.Descriptors[d.Hides].Opened]
			text += fmt.Sprintf(", hides that of line %d",
				p.Script.File.Line(p.Script.Statements[hidden.Statement].Start()))
		}
		if d.Missing {
			text += ", missing"
		}
		out = append(out, text)
	}
	return out
}

func TestDescriptors(t *testing.T) {
	for _, test := range []struct {
		name, script string
		want         []string
	}{
		{"every way to open one", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 accept(3, ..., ...) = 4
+0 pipe([5, 6]) = 0
+0 epoll_create(1) = 7
+0 open("file", O_RDONLY) = 8`,
			[]string{
				"3 socket: opens 1, uses 2", "4 socket: opens 2", "5 pipe: opens 3", "6 pipe: opens 3",
				"7 epoll instance: opens 4", "8 file: opens 5",
			}},
		{"fields of structures", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 epoll_create(1) = 4
+0 epoll_ctl(4, EPOLL_CTL_ADD, 3, {events=EPOLLIN, fd=3}) = 0
+0 epoll_wait(4, {events=EPOLLIN, u32=3}, 1, 0) = 1
+0 poll([{fd=3, events=POLLIN}, {fd=4, events=POLLIN}], 2, 0) = 0`,
			[]string{"3 socket: opens 1, uses 3, uses 3, uses 5", "4 epoll instance: opens 2, uses 3, uses 4, uses 5"}},
		{"a number that is opened anew", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 close(3) = 0
+0 open("file", O_RDONLY) = 3
+0 read(3, ..., 10) = 10`,
			[]string{"3 socket: opens 1, closes 2", "3 file: opens 3, uses 4"}},
		{"closed, whatever close returns", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 close(3) = -1 EINTR (Interrupted system call)
+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3`,
			[]string{"3 socket: opens 1, closes 2", "3 socket: opens 3"}},
		{"calls that fail open nothing", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = -1 EMFILE (Too many open files)
+0 pipe([3, 4]) = -1 EMFILE (Too many open files)`, nil},
		{"accept hides what has the number, for as long as it is open", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 accept(3, ..., ...) = 3
+0 close(3) = 0
+0 listen(3, 1) = 0`,
			[]string{"3 socket: opens 1, uses 2, uses 4", "3 socket: opens 2, closes 3, hides that of line 1"}},
		{"another call takes the number over", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 epoll_create(1) = 3
+0 close(3) = 0
+0 close(3) = 0`,
			[]string{
				"3 socket: opens 1", "3 epoll instance: opens 2, closes 3, hides that of line 1",
				"3 descriptor: closes 4",
			}},
		{"one that nobody opens", `0 listen(3, 1) = 0
+0 listen(3, 1) = 0
+0 close(3) = 0
+0 close(3) = 0`,
			[]string{"3 descriptor: uses 1, uses 2, closes 3, missing", "3 descriptor: closes 4"}},
		{"a misspelt call opens what was meant", `0 socet(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 listen(3, 1) = 0`,
			[]string{"3 socket: opens 1, uses 2"}},
		{"a call with a wrong argument opens all the same", `0 socket(..., SOCK_STREAM) = 3
+0 listen(3, "one") = 0`,
			[]string{"3 socket: opens 1, uses 2"}},
		{"nothing is missing after what nobody understands", `0 teleport(1) = 3
+0 listen(3, 1) = 0`,
			[]string{"3 descriptor: uses 2"}},
		{"nor after a number that nobody knows", `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = FD
+0 listen(3, 1) = 0`,
			[]string{"3 descriptor: uses 2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, _ := compile(t, test.script)
			if diff := cmp.Diff(test.want, story(p)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for i := range p.Script.Statements {
				for _, r := range p.ReferencesIn(i) {
					if r.Statement != i {
						t.Errorf("statement %d has a reference of statement %d", i, r.Statement)
					}
				}
			}
		})
	}
}

func TestReferencesInAreAll(t *testing.T) {
	p, _ := compile(t, "0 pipe([3, 4]) = 0\n+0 `true`\n+0 splice(3, NULL, 4, NULL, 1, 0) = 1\n+0 close(3) = 0")
	n := 0
	for i := range p.Script.Statements {
		n += len(p.ReferencesIn(i))
	}
	if n != len(p.References) || n != 5 {
		t.Errorf("%d of %d references are in a statement, want 5", n, len(p.References))
	}
	if opened := p.OpenedBy(p.Descriptors[0]); opened == nil || opened.Name() != "pipe" {
		t.Errorf("descriptor 3 is opened by %v", opened)
	}
	if p.OpenedBy(Descriptor{Opened: -1}) != nil {
		t.Error("a call opens what no call opens")
	}
}

// What belongs to another system or dialect is no error of the script, but keeps
// it from running.
func TestForeign(t *testing.T) {
	for _, test := range []struct {
		script  string
		foreign bool
		wrong   string // the codes of what is wrong
		other   string // the codes of what cannot run
	}{
		{"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", false, "", ""},
		{"0 sctp_freepaddrs(3) = 0", true, "", "PKT101"},
		{"0 sctp_freepadrs(3) = 0", false, "PKT101", ""},
		{"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 write(3, ..., [1]) = 1", false, "PKT105", ""},
		{"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 write(3, ..., [1]) = 1\n" +
			"+0 `sysctl net.inet.tcp.sack.enable=0`",
			true, "", "PKT105"},
		{"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 sendfile(3, 3, 0, 0, 0, 0, 0) = 0", true, "", "PKT104"},
		{"0 sctp_freepaddrs(3) = 0\n+0 close(4) = 0", true, "PKT201", "PKT101"},
	} {
		p, found := Compile(lang.Parse(source.NewFile("test.pkt", test.script), nil), Options{Complete: true})
		var wrong, unsupported []string
		for _, d := range found {
			wrong = append(wrong, d.Code)
		}
		for _, d := range p.Unsupported {
			unsupported = append(unsupported, d.Code)
		}
		same := strings.Join(wrong, " ") == test.wrong && strings.Join(unsupported, " ") == test.other
		if p.Foreign != test.foreign || !same {
			t.Errorf("%q is foreign: %v, with the errors %v and %v that cannot run", test.script, p.Foreign,
				wrong, unsupported)
		}
	}
}

// TestDefinitionsThatWereNotGiven holds that a word which may be one is an
// information for as long as it can be given.
func TestDefinitionsThatWereNotGiven(t *testing.T) {
	for _, text := range []string{
		"0 socket(..., SOCK_STREAM, PROTOCOL) = 3",
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = -1 MISTAKE (Some mistake)",
		"0 pipe([READ_END, OTHER_END]) = 0", "0 open(\"x\", O_RDONLY) = FILE",
	} {
		script := lang.Parse(source.NewFile("test.pkt", text), nil)
		for _, complete := range []bool{false, true} {
			_, found := Compile(script, Options{Complete: complete})
			if len(found) == 0 {
				t.Errorf("%s: nothing was found", text)
			}
			for _, d := range found {
				if d.Severity.String() != map[bool]string{false: "info", true: "error"}[complete] {
					t.Errorf("%s: %s: %s", text, d.Severity, d.Message)
				}
			}
		}
	}
}
