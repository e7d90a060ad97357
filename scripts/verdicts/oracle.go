package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/pktlang/pkt/exec/suite"
)

// arguments are google/packetdrill's for a variant.
func referenceArguments(name string) []string {
	var out []string
	for _, v := range suite.BuiltinVariants() {
		if v.Name != name {
			continue
		}
		for _, o := range v.Options {
			out = append(out, "--"+o.Name+"="+o.Value)
		}
		for name, value := range v.Definitions {
			out = append(out, "-D", name+"="+value)
		}
	}
	return append(out, "--send_omit_free")
}

// ask runs the reference, three times where it fails, in a network namespace of
// its own with lo up, from the script's folder.
func (m *measurement) ask(ctx context.Context, folder string, k known) string {
	path := filepath.Join(folder, k.script)
	var answers []string
	for range 3 {
		arguments := append([]string{"-n", "sh", "-c", `ip link set lo up && exec "$@"`, "sh", m.oracle},
			referenceArguments(k.variant)...)
		command := exec.CommandContext(ctx, "unshare", append(arguments, filepath.Base(path))...)
		command.Dir = filepath.Dir(path)
		out, err := command.CombinedOutput()
		if err == nil {
			answers = append(answers, "pass")
			break
		}
		text := strings.TrimSpace(string(out))
		answers = append(answers, "fail: "+text[:min(len(text), 300)])
	}
	return fmt.Sprintf("%d tries: %s", len(answers), strings.Join(answers, "\n        "))
}
