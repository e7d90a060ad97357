package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pktlang/pkt/lang/program"
	"github.com/pktlang/pkt/lang/run"
)

// latenessEvents is how many packets and how many calls the script has.
const latenessEvents = 400

// step is the time from a packet to the call after it, and to the next packet,
// in microseconds: no multiple of a kernel's tick.
const step = 5_003

// lateness compares how late events are. Each side is asked for its own times:
// pkt with --json, packetdrill with -v. For packets, packetdrill gives the time
// since the start of the script; for calls only a time of the day, so that its
// calls are counted from the one that was the least late.
func (m *measurement) lateness(ctx context.Context) (bool, error) {
	path := filepath.Join(m.temp, "lateness.pkt")
	if err := os.WriteFile(path, []byte(latenessScript()), 0o644); err != nil {
		return false, fmt.Errorf("writing the script: %w", err)
	}
	packets, calls, err := m.ownLateness(ctx, path)
	if err != nil {
		return false, err
	}
	m.distribution("pkt, packets injected", packets)
	m.distribution("pkt, calls", calls)
	reference := m.oracle
	if reference == "" {
		reference = "packetdrill"
	}
	if _, err := exec.LookPath(reference); err != nil {
		fmt.Fprintln(m.out, "packetdrill is not on the PATH: nothing to compare with")
		return true, nil
	}
	packets, calls, err = referenceLateness(ctx, reference, path)
	if err != nil {
		return false, err
	}
	m.distribution("packetdrill, packets injected", packets)
	m.distribution("packetdrill, calls", calls)
	return true, nil
}

// latenessScript opens a connection and then, by turns, injects an ACK that
// changes nothing, and makes a call that changes nothing.
func latenessScript() string {
	var out strings.Builder
	out.WriteString("--ip_version=ipv4\n--tolerance_usecs=500000\n" + `0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
0 bind(3, ..., ...) = 0
0 listen(3, 1) = 0
.1 < S 0:0(0) win 32792 <mss 1460>
.1 > S. 0:0(0) ack 1 <...>
.2 < . 1:1(0) ack 1 win 257
.3 accept(3, ..., ...) = 4
`)
	for i := range latenessEvents {
		at := latenessStart + i*2*step
		fmt.Fprintf(&out, "%s < . 1:1(0) ack 1 win 257\n", seconds(at))
		fmt.Fprintf(&out, "%s setsockopt(4, SOL_SOCKET, SO_KEEPALIVE, [0], 4) = 0\n", seconds(at+step))
	}
	return out.String()
}

const latenessStart = 400_000 // microseconds

func seconds(microseconds int) string { return fmt.Sprintf("%.6f", float64(microseconds)/1e6) }

func (m *measurement) ownLateness(ctx context.Context, path string) (packets, calls []int64, err error) {
	results, err := m.pktRun(ctx, m.temp, func(e run.Event) {
		switch {
		case e.Planned < latenessStart:
		case e.Kind == program.InboundPacket:
			packets = append(packets, e.Actual-e.Planned)
		case e.Kind == program.SystemCall:
			calls = append(calls, e.Actual-e.Planned)
		}
	}, path)
	if err != nil {
		return nil, nil, err
	}
	if r := results[pair{script: path}]; !r.Status.Good() {
		return nil, nil, fmt.Errorf("the script did not pass with pkt: %s", r.Reference)
	}
	return packets, calls, nil
}

var (
	referencePacket = regexp.MustCompile(`(?m)^inbound injected packet:\s+([0-9.]+) `)
	referenceCall   = regexp.MustCompile(`(?m)^setsockopt syscall: ([0-9]+)\.([0-9]+)$`)
)

func referenceLateness(ctx context.Context, packetdrill, path string) (packets, calls []int64, err error) {
	command := exec.CommandContext(ctx, "unshare", "-n", "sh", "-c", `ip link set lo up && exec "$@"`, "sh",
		packetdrill, "-v", path)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("the script did not pass with packetdrill: %w: %s", err, stderr.String())
	}
	lines := referencePacket.FindAllSubmatch(out, -1)
	for i, line := range lines[max(len(lines)-latenessEvents, 0):] {
		at, err := strconv.ParseFloat(string(line[1]), 64)
		if err != nil {
			return nil, nil, fmt.Errorf("reading a time of packetdrill: %w", err)
		}
		packets = append(packets, int64(at*1e6+.5)-int64(latenessStart+i*2*step))
	}
	lines = referenceCall.FindAllSubmatch(out, -1)
	for i, line := range lines[max(len(lines)-latenessEvents, 0):] {
		at, err := strconv.ParseInt(string(line[1])+string(line[2]), 10, 64)
		if err != nil {
			return nil, nil, fmt.Errorf("reading a time of packetdrill: %w", err)
		}
		calls = append(calls, at-int64(latenessStart+i*2*step))
	}
	if len(calls) > 0 {
		first := slices.Min(calls)
		for i := range calls {
			calls[i] -= first
		}
	}
	return packets, calls, nil
}

// distribution prints the median, the 99th percentile and the worst of
// latenesses in microseconds.
func (m *measurement) distribution(title string, all []int64) {
	if len(all) == 0 {
		fmt.Fprintf(m.out, "  %-32s no events\n", title)
		return
	}
	slices.Sort(all)
	at := func(part float64) int64 { return all[int(part*float64(len(all)-1))] }
	fmt.Fprintf(m.out, "  %-32s %4d events: median %4d us, 99 %% below %5d us, worst %5d us\n", title, len(all), at(.5),
		at(.99), all[len(all)-1])
}
