package packet

// icmpType is a type of ICMP message with the names of its codes.
type icmpType struct {
	number byte
	codes  map[string]byte
}

// icmpTypes are the names that scripts use (RFC 792, RFC 1122, RFC 1812, RFC
// 4443).
var icmpTypes = map[Kind]map[string]icmpType{
	ICMPv4: {
		"echo_reply": {0, nil},
		"unreachable": {3, map[string]byte{
			"net_unreachable": 0, "host_unreachable": 1, "protocol_unreachable": 2, "port_unreachable": 3,
			"frag_needed": 4, "source_route_failed": 5, "net_unknown": 6, "host_unknown": 7,
			"source_host_isolated": 8, "net_prohibited": 9, "host_prohibited": 10,
			"net_unreachable_for_tos": 11, "host_unreachable_for_tos": 12, "packet_filtered": 13,
			"precedence_violation": 14, "precedence_cutoff": 15,
		}},
		"source_quench": {4, nil}, "redirect": {5, nil}, "echo_request": {8, nil}, "time_exceeded": {11, nil},
		"parameter_problem": {12, nil}, "timestamp_request": {13, nil}, "timestamp_reply": {14, nil},
		"information_request": {15, nil}, "information_reply": {16, nil}, "address_mask_request": {17, nil},
		"address_mask_reply": {18, nil},
	},
	ICMPv6: {
		"unreachable": {1, map[string]byte{
			"net_unreachable": 0, "no_route": 0, "admin_prohibited": 1, "not_neighbour": 2,
			"address_unreachable": 3, "port_unreachable": 4,
		}},
		"packet_too_big":    {2, nil},
		"time_exceeded":     {3, map[string]byte{"exceeded_hop_limit": 0, "exceeded_frag_time": 1}},
		"parameter_problem": {4, map[string]byte{"header_field": 0, "unknown_next_header": 1, "unknown_option": 2}},
		"echo_request":      {128, nil},
		"echo_reply":        {129, nil},
	},
}
