package kernel

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/pktlang/pkt/exec/suite"
	"github.com/pktlang/pkt/lang/program"
)

// platform is a kernel as scripts see it in a guest. What only a guest that runs
// could tell counts as there.
type platform struct{ version program.Version }

// Platform is what scripts run on in guests with a kernel. The kernel is asked for
// its version; the error says that it does not answer as a kernel does.
func Platform(ctx context.Context, kernel string) (suite.Platform, error) {
	version, err := Version(ctx, kernel)
	if err != nil {
		return nil, err
	}
	return platform{program.ParseVersion(version)}, nil
}

// Version asks a user-mode Linux for its release, such as 7.2.13.
func Version(ctx context.Context, kernel string) (string, error) {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	absolute, err := filepath.Abs(kernel)
	if err != nil {
		return "", fmt.Errorf("finding %s: %w", kernel, err)
	}
	out, err := exec.CommandContext(ctx, absolute, "--version").Output()
	version := strings.TrimSpace(string(out))
	if err != nil || len(program.ParseVersion(version)) == 0 {
		return "", fmt.Errorf("%s is no user-mode Linux: it does not say its version when asked (--version)", kernel)
	}
	return version, nil
}

// Stack implements suite.Platform.
func (platform) Stack() string { return "linux" }

// Kernel implements suite.Platform.
func (p platform) Kernel() program.Version { return p.version }

// HasSysctl implements suite.Platform.
func (platform) HasSysctl(string) bool { return true }

// TakesSysctl implements suite.Platform.
func (platform) TakesSysctl(string, string) bool { return true }

// HasProgram looks where a guest does.
func (platform) HasProgram(name string) bool {
	for _, folder := range filepath.SplitList(strings.TrimPrefix(commandPath, "PATH=")) {
		info, err := os.Stat(filepath.Join(folder, name))
		if err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return true
		}
	}
	return false
}

// HasProtocol implements suite.Platform.
func (platform) HasProtocol(string) (has, known bool) { return true, true }
