package build

import (
	"strings"
	"testing"
)

// TestFirstError holds what of a build's output is shown.
func TestFirstError(t *testing.T) {
	for _, test := range []struct{ name, output, want string }{
		{"compiler", `  CC      net/ipv4/tcp.o
  CC      net/ipv4/udp.o
net/ipv4/tcp.c: In function 'tcp_init':
net/ipv4/tcp.c:10:2: error: 'x' undeclared (first use in this function)
   10 |  x = 1;
      |  ^
  CC      net/ipv4/raw.o
make[4]: *** [scripts/Makefile.build:250: net/ipv4/tcp.o] Error 1
net/ipv4/udp.c:1:1: error: another
`, `net/ipv4/tcp.c: In function 'tcp_init':
net/ipv4/tcp.c:10:2: error: 'x' undeclared (first use in this function)
   10 |  x = 1;
      |  ^`},
		{"warnings before", `net/a.c: In function 'f':
net/a.c:1:1: warning: unused variable
  CC      net/b.o
net/b.c:2:2: fatal error: none.h: No such file or directory
compilation terminated.
`, `net/b.c:2:2: fatal error: none.h: No such file or directory
compilation terminated.`},
		{"linker", `  LINK    linux
/usr/bin/ld: net/ipv4/tcp.o: in function ` + "`tcp_init'" + `:
tcp.c:(.text+0x10): undefined reference to ` + "`missing'" + `
collect2: error: ld returned 1 exit status
`, "tcp.c:(.text+0x10): undefined reference to `missing'\ncollect2: error: ld returned 1 exit status"},
		{"Kconfig",
			"net/Kconfig:3: syntax error\nnet/Kconfig:2: invalid statement\nmake[2]: *** [Makefile:1] Error 1\n",
			"net/Kconfig:3: syntax error\nnet/Kconfig:2: invalid statement"},
		{"nothing to be seen", "  CC      a.o\nKilled\n", "  CC      a.o\nKilled"},
	} {
		var f firstError
		for line := range strings.Lines(test.output) {
			f.add(strings.TrimSuffix(line, "\n"))
		}
		if got := f.text(); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}
