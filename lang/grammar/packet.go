package grammar

// Packets, from the direction on.
type (
	packet struct {
		Plain struct{}         `parser:"( '<' | '>' )"`
		Outer []*encapsulation `parser:"@@*"`
		Inner *inner           `parser:"@@"`
		UDP   *udpTunnel       `parser:"@@?"`
	}
	encapsulation struct {
		IPv4 *ipInfo `parser:"( 'ipv4' @@? IPv4 '>' IPv4"`
		IPv6 *ipInfo `parser:"| 'ipv6' @@? IPv6 '>' IPv6"`
		GRE  *gre    `parser:"| ( 'gre' | 'GREv0' ) ( ','? @@ )?"`
		MPLS []*mpls `parser:"| 'mpls' @@* ) ':'"`
	}
	inner struct {
		// An echoed packet before its ICMP message, as the nplab dialect has it.
		Before *icmpAfter `parser:"  (?= '[' ( Integer ':' | ( Word | Placeholder ) '(' ) ) @@"`
		IP     *ipInfo    `parser:"| (?! '[' ( Integer ':' | ( Word | Placeholder ) '(' ) ) @@?"`
		Plain  struct{}   `parser:"  ( 'encap' 'psp' 'spi' ( Integer | HexInteger ) )?"`
		ICMP   *icmp      `parser:"  ( @@"`
		UDP    *udp       `parser:"  | @@"`
		Other  *other     `parser:"  | @@"`
		TCP    *tcp       `parser:"  | @@ )"`
	}
	udpTunnel struct {
		Ports *ports `parser:"'/' 'udp' '(' @@ ')'"`
	}
	ports struct {
		To *number `parser:"Integer '>' @@"`
	}
	ipInfo struct {
		Round  *ipFields `parser:"  '(' @@ ')'"`
		Square *ipFields `parser:"| '[' @@ ']'"`
	}
	ipFields struct {
		Plain   struct{}          `parser:"  (?= ( ~( ')' | ']' | '<' | '>' | 'dscp' | 'class' | 'hlim' | 'ecn' ) )*"`
		Plain2  struct{}          `parser:"      ( 'dscp' | 'class' | 'hlim' | 'ecn' ) )"`
		Dialect []*dialectIPField `parser:"  @@ ( ',' @@ )*"`
		Plain3  struct{}          `parser:"| ( 'tos' HexInteger"`
		ECN     *ecn              `parser:"  | @@ ) ( ',' 'flowlabel' HexInteger )?"`
		TTL     *number           `parser:"| 'flowlabel' HexInteger | 'ttl' @@"`
	}
	ecn struct {
		Plain struct{} `parser:"'noecn' | 'ect01' | 'ect0' | 'ect1' | 'ce'"`
	}
	dialectIPField struct {
		Args  *arguments  `parser:"  ( 'dscp' | 'class' | 'hlim' | 'ecn' ) ( @@"`
		Size  *expression `parser:"    ( '=' @@ )?"`
		Value *expression `parser:"  | @@ )"`
		ECN   *ecn        `parser:"| @@"`
		TTL   *number     `parser:"| ( 'tos' | 'flowlabel' ) HexInteger | 'ttl' @@"`
	}
	gre struct {
		Flags *greFlags  `parser:"( 'flags' | 'Flags' ) ( '[' @@ ']' | Integer | HexInteger ) ','?"`
		Sum   *anyNumber `parser:"'sum' @@ ','?"`
		Off   *anyNumber `parser:"'off' @@ ','?"`
		Key   *anyNumber `parser:"'key' '='? @@ ','?"`
		Seq   *anyNumber `parser:"'seq' @@"`
	}
	greFlags struct {
		First *greFlag   `parser:"@@"`
		More  []*greFlag `parser:"( ',' @@ )*"`
	}
	greFlag struct {
		Plain struct{} `parser:"'none' | ( 'checksum' | 'key' | 'sequence#' ) 'present'"`
	}
	mpls struct {
		Label *number `parser:"'(' 'label' @@ ','"`
		Class *number `parser:"'tc' @@ ',' ( '[' 'S' ']' ',' )?"`
		TTL   *number `parser:"'ttl' @@ ')'"`
	}
	udp struct {
		Ports  *ports  `parser:"'udp' @@?"`
		Length *number `parser:"'(' @@ ')'"`
	}
	icmp struct {
		Message *icmpMessage `parser:"@@"`
		Echoed  *echoed      `parser:"@@?"`
	}
	icmpAfter struct {
		Echoed  *echoed      `parser:"@@"`
		Message *icmpMessage `parser:"@@"`
	}
	icmpMessage struct {
		Type *name   `parser:"'icmp' @@"`
		Code *name   `parser:"( (?! 'mtu' | 'id' ) @@ )?"`
		MTU  *number `parser:"( 'mtu' @@ )?"`
		ID   *number `parser:"( 'id' @@ )?"`
	}
	echoed struct {
		Length *number    `parser:"'[' ( ( 'udp' | 'raw' ) '(' @@ ')'"`
		Other  *arguments `parser:"    | ( 'sctp' | 'udplite' ) @@"`
		Range  *sequence  `parser:"    | @@ )"`
		UDP    *udpTunnel `parser:"@@? ']'"`
	}
	other struct {
		Ports *ports  `parser:"@@?"`
		Rest  *opaque `parser:"( 'sctp' | 'udplite' ) @@"`
	}
)
