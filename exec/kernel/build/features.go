package build

import (
	"bytes"
	"os"
	"path/filepath"
)

// features are what a suite may ask of a kernel, in the order in which they are
// told: by an option of the configuration, or by a word in a file of the source
// where the feature is always built.
var features = []struct {
	name         string
	option       string
	file, marker string
}{
	{name: "TFO", file: "net/ipv4/tcp_fastopen.c", marker: "tcp_fastopen_defer_connect"},
	{name: "AccECN", file: "net/ipv4/sysctl_net_ipv4.c", marker: "tcp_ecn_option"},
	{name: "RACK", file: "net/ipv4/tcp_recovery.c", marker: "tcp_rack_detect_loss"},
	{name: "TCP-AO", option: "CONFIG_TCP_AO"},
	{name: "TCP-MD5", option: "CONFIG_TCP_MD5SIG"},
	{name: "MPTCP", option: "CONFIG_MPTCP"},
	{name: "SCTP", option: "CONFIG_IP_SCTP"},
	{name: "PSP", option: "CONFIG_INET_PSP"},
	{name: "kTLS", option: "CONFIG_TLS"},
	{name: "BBR", option: "CONFIG_TCP_CONG_BBR"},
	{name: "DCTCP", option: "CONFIG_TCP_CONG_DCTCP"},
	{name: "fq", option: "CONFIG_NET_SCH_FQ"},
	{name: "virtual time", option: "CONFIG_UML_TIME_TRAVEL_SUPPORT"},
	{name: "seccomp", file: "arch/um/os-Linux/start_up.c", marker: "seccomp="},
}

// Features are those of a kernel that was built from a tree with the given
// configuration.
func Features(t *Tree, config string) []string {
	on := Settings(config)
	out := []string{}
	for _, f := range features {
		if f.option != "" && on[f.option] == "y" || f.file != "" && mentions(t, f.file, f.marker) {
			out = append(out, f.name)
		}
	}
	return out
}

func mentions(t *Tree, file, word string) bool {
	text, err := os.ReadFile(filepath.Join(t.Folder, file))
	return err == nil && bytes.Contains(text, []byte(word))
}
