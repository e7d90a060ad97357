package server_test

import (
	"bufio"
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The server listens on a port of this machine or on a socket, and serves one
// client after the other.
func TestListen(t *testing.T) {
	addresses := map[string]string{"tcp": "127.0.0.1:0"}
	if runtime.GOOS != "windows" {
		addresses["unix"] = filepath.Join(t.TempDir(), "s")
	}
	for network, address := range addresses {
		t.Run(network, func(t *testing.T) {
			server := exec.Command(binary, "lsp", "--listen", address)
			messages, err := server.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
			line, err := bufio.NewReader(messages).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			listening := line[strings.LastIndex(strings.TrimSpace(line), " ")+1:]
			for range 2 {
				greet(t, network, strings.TrimSpace(listening))
			}
		})
	}
}

// greet initializes a server and leaves.
func greet(t *testing.T, network, address string) {
	t.Helper()
	connection, err := net.DialTimeout(network, address, patience)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	body := `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`
	if _, err := fmt.Fprintf(connection, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "Content-Length: ") {
		t.Errorf("answered with %q: %v", line, err)
	}
}

// Other machines must not reach a server that can run scripts.
func TestListenRefuses(t *testing.T) {
	for _, address := range []string{"0.0.0.0:7007", ":7007", "example.org:7007", "7007"} {
		out, err := exec.Command(binary, "lsp", "--listen", address).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "cannot listen on "+address) {
			t.Errorf("%s: %v: %s", address, err, out)
		}
	}
}
