package code

import (
	"encoding/binary"
	"strconv"
)

// A variable is one value that a snippet may use, as a decimal number.
type variable struct {
	name, value string
}

// A field is an unsigned number inside a structure of the kernel.
type field struct {
	name   string
	offset int // in bytes
	size   int // in bytes
	shift  int // of a bit-field, from the least significant bit
	bits   int // of a bit-field; 0 for all
}

// read returns the field's value; false where the kernel's structure ends
// before it, which an older kernel's does.
func (f field) read(data []byte) (uint64, bool) {
	if f.offset+f.size > len(data) {
		return 0, false
	}
	at := data[f.offset:]
	var v uint64
	switch f.size {
	case 1:
		v = uint64(at[0])
	case 2:
		v = uint64(binary.NativeEndian.Uint16(at))
	case 4:
		v = uint64(binary.NativeEndian.Uint32(at))
	case 8:
		v = binary.NativeEndian.Uint64(at)
	}
	if f.bits > 0 {
		v = v >> f.shift & (1<<f.bits - 1)
	}
	return v, true
}

func decode(fields []field, data []byte) []variable {
	var out []variable
	for _, f := range fields {
		if v, ok := f.read(data); ok {
			out = append(out, variable{f.name, strconv.FormatUint(v, 10)})
		}
	}
	return out
}

// tcpInfo is struct tcp_info of linux/tcp.h, what TCP_INFO returns. Bit-fields
// are those of a little-endian machine. The last four are as of Linux 7.0;
// Linux 6.18 has two unused 16-bit numbers in their place.
var tcpInfo = []field{
	{name: "tcpi_state", offset: 0, size: 1},
	{name: "tcpi_ca_state", offset: 1, size: 1},
	{name: "tcpi_retransmits", offset: 2, size: 1},
	{name: "tcpi_probes", offset: 3, size: 1},
	{name: "tcpi_backoff", offset: 4, size: 1},
	{name: "tcpi_options", offset: 5, size: 1},
	{name: "tcpi_snd_wscale", offset: 6, size: 1, bits: 4},
	{name: "tcpi_rcv_wscale", offset: 6, size: 1, shift: 4, bits: 4},
	{name: "tcpi_delivery_rate_app_limited", offset: 7, size: 1, bits: 1},
	{name: "tcpi_fastopen_client_fail", offset: 7, size: 1, shift: 1, bits: 2},
	{name: "tcpi_rto", offset: 8, size: 4},
	{name: "tcpi_ato", offset: 12, size: 4},
	{name: "tcpi_snd_mss", offset: 16, size: 4},
	{name: "tcpi_rcv_mss", offset: 20, size: 4},
	{name: "tcpi_unacked", offset: 24, size: 4},
	{name: "tcpi_sacked", offset: 28, size: 4},
	{name: "tcpi_lost", offset: 32, size: 4},
	{name: "tcpi_retrans", offset: 36, size: 4},
	{name: "tcpi_fackets", offset: 40, size: 4},
	{name: "tcpi_last_data_sent", offset: 44, size: 4},
	{name: "tcpi_last_ack_sent", offset: 48, size: 4},
	{name: "tcpi_last_data_recv", offset: 52, size: 4},
	{name: "tcpi_last_ack_recv", offset: 56, size: 4},
	{name: "tcpi_pmtu", offset: 60, size: 4},
	{name: "tcpi_rcv_ssthresh", offset: 64, size: 4},
	{name: "tcpi_rtt", offset: 68, size: 4},
	{name: "tcpi_rttvar", offset: 72, size: 4},
	{name: "tcpi_snd_ssthresh", offset: 76, size: 4},
	{name: "tcpi_snd_cwnd", offset: 80, size: 4},
	{name: "tcpi_advmss", offset: 84, size: 4},
	{name: "tcpi_reordering", offset: 88, size: 4},
	{name: "tcpi_rcv_rtt", offset: 92, size: 4},
	{name: "tcpi_rcv_space", offset: 96, size: 4},
	{name: "tcpi_total_retrans", offset: 100, size: 4},
	{name: "tcpi_pacing_rate", offset: 104, size: 8},
	{name: "tcpi_max_pacing_rate", offset: 112, size: 8},
	{name: "tcpi_bytes_acked", offset: 120, size: 8},
	{name: "tcpi_bytes_received", offset: 128, size: 8},
	{name: "tcpi_segs_out", offset: 136, size: 4},
	{name: "tcpi_segs_in", offset: 140, size: 4},
	{name: "tcpi_notsent_bytes", offset: 144, size: 4},
	{name: "tcpi_min_rtt", offset: 148, size: 4},
	{name: "tcpi_data_segs_in", offset: 152, size: 4},
	{name: "tcpi_data_segs_out", offset: 156, size: 4},
	{name: "tcpi_delivery_rate", offset: 160, size: 8},
	{name: "tcpi_busy_time", offset: 168, size: 8},
	{name: "tcpi_rwnd_limited", offset: 176, size: 8},
	{name: "tcpi_sndbuf_limited", offset: 184, size: 8},
	{name: "tcpi_delivered", offset: 192, size: 4},
	{name: "tcpi_delivered_ce", offset: 196, size: 4},
	{name: "tcpi_bytes_sent", offset: 200, size: 8},
	{name: "tcpi_bytes_retrans", offset: 208, size: 8},
	{name: "tcpi_dsack_dups", offset: 216, size: 4},
	{name: "tcpi_reord_seen", offset: 220, size: 4},
	{name: "tcpi_rcv_ooopack", offset: 224, size: 4},
	{name: "tcpi_snd_wnd", offset: 228, size: 4},
	{name: "tcpi_rcv_wnd", offset: 232, size: 4},
	{name: "tcpi_rehash", offset: 236, size: 4},
	{name: "tcpi_total_rto", offset: 240, size: 2},
	{name: "tcpi_total_rto_recoveries", offset: 242, size: 2},
	{name: "tcpi_total_rto_time", offset: 244, size: 4},
	{name: "tcpi_received_ce", offset: 248, size: 4},
	{name: "tcpi_delivered_e1_bytes", offset: 252, size: 4},
	{name: "tcpi_delivered_e0_bytes", offset: 256, size: 4},
	{name: "tcpi_delivered_ce_bytes", offset: 260, size: 4},
	{name: "tcpi_received_e1_bytes", offset: 264, size: 4},
	{name: "tcpi_received_e0_bytes", offset: 268, size: 4},
	{name: "tcpi_received_ce_bytes", offset: 272, size: 4},
	{name: "tcpi_ecn_mode", offset: 276, size: 4, bits: 2},
	{name: "tcpi_accecn_opt_seen", offset: 276, size: 4, shift: 2, bits: 2},
	{name: "tcpi_accecn_fail_mode", offset: 276, size: 4, shift: 4, bits: 4},
	{name: "tcpi_options2", offset: 276, size: 4, shift: 8, bits: 24},
}

// tcpInfoSize is room for a struct tcp_info of kernels to come.
const tcpInfoSize = 512

// union tcp_cc_info of linux/inet_diag.h, what TCP_CC_INFO returns: which
// member it is, the kernel does not say, so that a snippet that asks for one
// must know the congestion control. Reno and cubic return nothing.
var (
	bbrInfo = []field{
		{name: "bbr_bw_lo", offset: 0, size: 4},
		{name: "bbr_bw_hi", offset: 4, size: 4},
		{name: "bbr_min_rtt", offset: 8, size: 4},
		{name: "bbr_pacing_gain", offset: 12, size: 4},
		{name: "bbr_cwnd_gain", offset: 16, size: 4},
	}
	dctcpInfo = []field{
		{name: "dctcp_enabled", offset: 0, size: 2},
		{name: "dctcp_ce_state", offset: 2, size: 2},
		{name: "dctcp_alpha", offset: 4, size: 4},
		{name: "dctcp_ab_ecn", offset: 8, size: 4},
		{name: "dctcp_ab_tot", offset: 12, size: 4},
	}
	vegasInfo = []field{
		{name: "tcpv_enabled", offset: 0, size: 4},
		{name: "tcpv_rttcnt", offset: 4, size: 4},
		{name: "tcp_rtt", offset: 8, size: 4},
		{name: "tcp_minrtt", offset: 12, size: 4},
	}
)

const congestionInfoSize = 20

func decodeCongestion(data []byte) []variable {
	var out []variable
	if bbr := decode(bbrInfo, data); len(bbr) == len(bbrInfo) {
		out = append(out, bbr...)
		high, low := binary.NativeEndian.Uint32(data[4:]), binary.NativeEndian.Uint32(data)
		out = append(out, variable{"bbr_bw", strconv.FormatUint(uint64(high)<<32|uint64(low), 10)})
	}
	for _, fields := range [][]field{dctcpInfo, vegasInfo} {
		if v := decode(fields, data); len(v) == len(fields) {
			out = append(out, v...)
		}
	}
	return out
}

// memoryInfo is what SO_MEMINFO returns (linux/sock_diag.h).
var memoryInfo = []field{
	{name: "SK_MEMINFO_RMEM_ALLOC", offset: 0, size: 4},
	{name: "SK_MEMINFO_RCVBUF", offset: 4, size: 4},
	{name: "SK_MEMINFO_WMEM_ALLOC", offset: 8, size: 4},
	{name: "SK_MEMINFO_SNDBUF", offset: 12, size: 4},
	{name: "SK_MEMINFO_FWD_ALLOC", offset: 16, size: 4},
	{name: "SK_MEMINFO_WMEM_QUEUED", offset: 20, size: 4},
	{name: "SK_MEMINFO_OPTMEM", offset: 24, size: 4},
	{name: "SK_MEMINFO_BACKLOG", offset: 28, size: 4},
	{name: "SK_MEMINFO_DROPS", offset: 32, size: 4},
}

const memoryInfoSize = 36

// symbols are the values of tcpi_state (net/tcp_states.h), tcpi_ca_state and
// tcpi_options (linux/tcp.h).
var symbols = []variable{
	{"TCP_ESTABLISHED", "1"},
	{"TCP_SYN_SENT", "2"},
	{"TCP_SYN_RECV", "3"},
	{"TCP_FIN_WAIT1", "4"},
	{"TCP_FIN_WAIT2", "5"},
	{"TCP_TIME_WAIT", "6"},
	{"TCP_CLOSE", "7"},
	{"TCP_CLOSE_WAIT", "8"},
	{"TCP_LAST_ACK", "9"},
	{"TCP_LISTEN", "10"},
	{"TCP_CLOSING", "11"},
	{"TCP_CA_Open", "0"},
	{"TCP_CA_Disorder", "1"},
	{"TCP_CA_CWR", "2"},
	{"TCP_CA_Recovery", "3"},
	{"TCP_CA_Loss", "4"},
	{"TCPI_OPT_TIMESTAMPS", "1"},
	{"TCPI_OPT_SACK", "2"},
	{"TCPI_OPT_WSCALE", "4"},
	{"TCPI_OPT_ECN", "8"},
	{"TCPI_OPT_ECN_SEEN", "16"},
	{"TCPI_OPT_SYN_DATA", "32"},
	{"TCPI_OPT_USEC_TS", "64"},
	{"TCPI_OPT_TFO_CHILD", "128"},
}
