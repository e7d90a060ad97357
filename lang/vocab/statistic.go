package vocab

// Statistic describes one attribute of SCM_TIMESTAMPING_OPT_STATS
// (tcp_get_timestamping_opt_stats in net/ipv4/tcp.c).
type Statistic struct {
	Size int // bytes: 1, 2, 4 or 8
	// Duration marks times, in microseconds.
	Duration bool
}

// statistics are indexed by the value of the constant (TCP_NLA_ in
// linux/tcp.h).
var statistics = [...]Statistic{
	{Size: 4},                 // TCP_NLA_PAD
	{Size: 8, Duration: true}, // TCP_NLA_BUSY
	{Size: 8, Duration: true}, // TCP_NLA_RWND_LIMITED
	{Size: 8, Duration: true}, // TCP_NLA_SNDBUF_LIMITED
	{Size: 8},                 // TCP_NLA_DATA_SEGS_OUT
	{Size: 8},                 // TCP_NLA_TOTAL_RETRANS
	{Size: 8},                 // TCP_NLA_PACING_RATE
	{Size: 8},                 // TCP_NLA_DELIVERY_RATE
	{Size: 4},                 // TCP_NLA_SND_CWND
	{Size: 4},                 // TCP_NLA_REORDERING
	{Size: 4},                 // TCP_NLA_MIN_RTT
	{Size: 1},                 // TCP_NLA_RECUR_RETRANS
	{Size: 1},                 // TCP_NLA_DELIVERY_RATE_APP_LMT
	{Size: 4},                 // TCP_NLA_SNDQ_SIZE
	{Size: 1},                 // TCP_NLA_CA_STATE
	{Size: 4},                 // TCP_NLA_SND_SSTHRESH
	{Size: 4},                 // TCP_NLA_DELIVERED
	{Size: 4},                 // TCP_NLA_DELIVERED_CE
	{Size: 8},                 // TCP_NLA_BYTES_SENT
	{Size: 8},                 // TCP_NLA_BYTES_RETRANS
	{Size: 4},                 // TCP_NLA_DSACK_DUPS
	{Size: 4},                 // TCP_NLA_REORD_SEEN
	{Size: 4},                 // TCP_NLA_SRTT
	{Size: 2},                 // TCP_NLA_TIMEOUT_REHASH
	{Size: 4},                 // TCP_NLA_BYTES_NOTSENT
	{Size: 8},                 // TCP_NLA_EDT
	{Size: 1},                 // TCP_NLA_TTL
	{Size: 4},                 // TCP_NLA_REHASH
}

// StatisticOf finds a statistic by its attribute's number.
func StatisticOf(attribute int64) (Statistic, bool) {
	if attribute < 0 || attribute >= int64(len(statistics)) {
		return Statistic{}, false
	}
	return statistics[attribute], true
}
