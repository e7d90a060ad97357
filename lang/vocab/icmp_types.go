package vocab

// icmpTypes are the types that google/packetdrill knows and, with their
// dialect, those that only nplab/packetdrill knows. What Linux makes of them
// is icmp_err_convert (net/ipv4/icmp.c), icmpv6_err_convert
// (net/ipv6/icmp.c) and tcp_v4_err, tcp_v6_err.
var icmpTypes = []ICMP{
	{Version: 4, Name: "echo_reply", Number: 0, Source: "RFC 792", Doc: "the answer to an echo request"},
	{Version: 4, Name: "unreachable", Number: 3, Source: "RFC 792, RFC 1122 section 3.2.2.1", Doc: "the destination cannot be reached; the code says why", Codes: []ICMPCode{
		{Name: "net_unreachable", Number: 0, Errno: "ENETUNREACH", Doc: "no route to the network"},
		{Name: "host_unreachable", Number: 1, Errno: "EHOSTUNREACH", Doc: "the host does not answer"},
		{Name: "protocol_unreachable", Number: 2, Errno: "ENOPROTOOPT", Doc: "the host does not speak the protocol; ends a connection"},
		{Name: "port_unreachable", Number: 3, Errno: "ECONNREFUSED", Doc: "nobody listens on the port; ends a connection"},
		{Name: "frag_needed", Number: 4, Errno: "EMSGSIZE", Doc: "too large for the next link and DF is set; `mtu N` is that link's MTU (RFC 1191)"},
		{Name: "source_route_failed", Number: 5, Errno: "EOPNOTSUPP", Doc: "the source route failed"},
		{Name: "net_unknown", Number: 6, Errno: "ENETUNREACH", Doc: "the network is unknown; ends a connection"},
		{Name: "host_unknown", Number: 7, Errno: "EHOSTDOWN", Doc: "the host is unknown; ends a connection"},
		{Name: "source_host_isolated", Number: 8, Errno: "ENONET", Doc: "the source is isolated; ends a connection"},
		{Name: "net_prohibited", Number: 9, Errno: "ENETUNREACH", Doc: "the network is prohibited; ends a connection"},
		{Name: "host_prohibited", Number: 10, Errno: "EHOSTUNREACH", Doc: "the host is prohibited; ends a connection"},
		{Name: "net_unreachable_for_tos", Number: 11, Errno: "ENETUNREACH", Doc: "no route to the network for this type of service"},
		{Name: "host_unreachable_for_tos", Number: 12, Errno: "EHOSTUNREACH", Doc: "the host does not answer for this type of service"},
		{Name: "packet_filtered", Number: 13, Errno: "EHOSTUNREACH", Doc: "a filter dropped it (RFC 1812); ends a connection"},
		{Name: "precedence_violation", Number: 14, Errno: "EHOSTUNREACH", Doc: "its precedence is not allowed (RFC 1812); ends a connection"},
		{Name: "precedence_cutoff", Number: 15, Errno: "EHOSTUNREACH", Doc: "its precedence is below the minimum (RFC 1812); ends a connection"},
	}},
	{Version: 4, Name: "source_quench", Number: 4, Source: "RFC 792, RFC 6633", Doc: "asks to send slower; deprecated, Linux ignores it"},
	{Version: 4, Name: "redirect", Number: 5, Source: "RFC 792", Doc: "a better gateway; Linux TCP changes its route, not its state"},
	{Version: 4, Name: "echo_request", Number: 8, Source: "RFC 792", Doc: "asks for an echo reply"},
	{Version: 4, Name: "time_exceeded", Number: 11, Source: "RFC 792", Doc: "the time to live ran out, or fragments did not come: EHOSTUNREACH", Codes: []ICMPCode{
		{Name: "ttl_exceeded_in_transit", Number: 0, Errno: "EHOSTUNREACH", Doc: "the time to live ran out", Dialect: NPLab},
		{Name: "frag_reass_exceeded", Number: 1, Errno: "EHOSTUNREACH", Doc: "fragments did not come in time", Dialect: NPLab},
	}},
	{Version: 4, Name: "parameter_problem", Number: 12, Source: "RFC 792", Doc: "the header is wrong: EPROTO; ends a connection"},
	{Version: 4, Name: "timestamp_request", Number: 13, Source: "RFC 792", Doc: "asks for the time"},
	{Version: 4, Name: "timestamp_reply", Number: 14, Source: "RFC 792", Doc: "the time"},
	{Version: 4, Name: "information_request", Number: 15, Source: "RFC 792, RFC 6918", Doc: "asks for the network's number; deprecated"},
	{Version: 4, Name: "information_reply", Number: 16, Source: "RFC 792, RFC 6918", Doc: "the network's number; deprecated"},
	{Version: 4, Name: "address_mask_request", Number: 17, Source: "RFC 950, RFC 6918", Doc: "asks for the netmask; deprecated"},
	{Version: 4, Name: "address_mask_reply", Number: 18, Source: "RFC 950, RFC 6918", Doc: "the netmask; deprecated"},

	{Version: 6, Name: "unreachable", Number: 1, Source: "RFC 4443 section 3.1", Doc: "the destination cannot be reached; the code says why", Codes: []ICMPCode{
		{Name: "net_unreachable", Number: 0, Errno: "ENETUNREACH", Doc: "no route to the destination; another name of no_route"},
		{Name: "no_route", Number: 0, Errno: "ENETUNREACH", Doc: "no route to the destination"},
		{Name: "admin_prohibited", Number: 1, Errno: "EACCES", Doc: "a filter dropped it; ends a connection"},
		{Name: "not_neighbour", Number: 2, Errno: "EHOSTUNREACH", Doc: "beyond the scope of the source address"},
		{Name: "address_unreachable", Number: 3, Errno: "EHOSTUNREACH", Doc: "the host does not answer"},
		{Name: "port_unreachable", Number: 4, Errno: "ECONNREFUSED", Doc: "nobody listens on the port; ends a connection"},
	}},
	{Version: 6, Name: "packet_too_big", Number: 2, Source: "RFC 4443 section 3.2, RFC 8201", Doc: "too large for the next link; `mtu N` is that link's MTU"},
	{Version: 6, Name: "time_exceeded", Number: 3, Source: "RFC 4443 section 3.3", Doc: "the hop limit ran out, or fragments did not come", Codes: []ICMPCode{
		{Name: "exceeded_hop_limit", Number: 0, Errno: "EHOSTUNREACH", Doc: "the hop limit ran out"},
		{Name: "exceeded_frag_time", Number: 1, Errno: "EHOSTUNREACH", Doc: "fragments did not come in time"},
	}},
	{Version: 6, Name: "parameter_problem", Number: 4, Source: "RFC 4443 section 3.4", Doc: "the header is wrong; ends a connection", Codes: []ICMPCode{
		{Name: "header_field", Number: 0, Errno: "EPROTO", Doc: "a field is wrong"},
		{Name: "unknown_next_header", Number: 1, Errno: "EPROTO", Doc: "the next header is unknown"},
		{Name: "unknown_option", Number: 2, Errno: "EPROTO", Doc: "an option is unknown"},
	}},
	{Version: 6, Name: "echo_request", Number: 128, Source: "RFC 4443 section 4.1", Doc: "asks for an echo reply"},
	{Version: 6, Name: "echo_reply", Number: 129, Source: "RFC 4443 section 4.2", Doc: "the answer to an echo request"},
	{Version: 6, Name: "router_advertisement", Number: 134, Dialect: NPLab, Source: "RFC 4861 section 4.2", Doc: "a router announces itself"},
}
