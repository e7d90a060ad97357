package grammar

// TCP segments and their options.
type (
	tcp struct {
		Ports   *ports          `parser:"@@?"`
		Named   *namedAddresses `parser:"@@?"`
		Flags   *flags          `parser:"@@"`
		Range   *sequence       `parser:"@@"`
		Ack     *number         `parser:"( 'ack' @@ )?"`
		Win     *number         `parser:"( 'win' @@ )?"`
		Urg     *number         `parser:"( 'urg' @@ )?"`
		Options *options        `parser:"@@?"`
	}
	namedAddresses struct {
		From *namedAddress `parser:"  @@ '>'"`
		To   *namedAddress `parser:"  @@?"`
		Only *namedAddress `parser:"| '>' @@"`
	}
	namedAddress struct {
		Plain struct{} `parser:"'addr' '[' ( Word | Placeholder )? ']' ( ':' Integer )?"`
	}
	// flags are letters, a dot for ACK, and a digit for the ACE field.
	flags struct {
		Plain  struct{} `parser:"  '-' | '.' | Fraction"`
		Plain2 struct{} `parser:"| (?! 'icmp' | 'udp' | 'sctp' | 'udplite' | 'encap'"`
		Plain3 struct{} `parser:"      | 'ipv4' | 'ipv6' | 'gre' | 'GREv0' | 'mpls' )"`
		Plain4 struct{} `parser:"  ( Word | Placeholder ) ( '.' | Fraction )?"`
	}
	// sequence is left:right(length); with "..." or "!" in the nplab dialect.
	sequence struct {
		Open   *number `parser:"  Ellipsis '(' @@ ')'"`
		Left   *number `parser:"| @@ ':'"`
		Right  *number `parser:"  @@"`
		Length *number `parser:"  '(' @@ ')' '!'?"`
	}
	options struct {
		List []*tcpOption `parser:"'<' ( Ellipsis | @@ ( ',' @@ )* ) '>'"`
	}
	tcpOption struct {
		Plain  struct{}     `parser:"  'sackOK' | 'nop' | 'eol'"`
		Value  *number      `parser:"| ( 'mss' | 'wscale' ) @@"`
		SACK   []*sackBlock `parser:"| 'sack' @@+"`
		Stamp  *timestamps  `parser:"| 'TS' @@"`
		Plain2 struct{}     `parser:"| 'md5' ( Word | Placeholder | Integer )"`
		Plain3 struct{}     `parser:"| ( 'FO' | 'FOEXP' ) ( Word | Placeholder | Integer )?"`
		ECN    *accECN      `parser:"| 'ECN' @@"`
		Other  *otherOption `parser:"| @@"`
	}
	sackBlock struct {
		Right *number `parser:"Integer ':' @@"`
	}
	timestamps struct {
		Val *number `parser:"'val' @@"`
		Ecr *number `parser:"'ecr' @@"`
	}
	accECN struct {
		E0B *number `parser:"  'e0b' @@"`
		CEB *number `parser:"  ( 'ceb' @@"`
		E1B *number `parser:"    ( 'e1b' @@ )? )?"`
		B   *number `parser:"| 'e1b' @@"`
		C   *number `parser:"  ( 'ceb' @@"`
		A   *number `parser:"    ( 'e0b' @@ )? )?"`
	}
	// otherOption is an option of a dialect, kept as words with values.
	otherOption struct {
		Name   *otherOptionName `parser:"@@"`
		Fields []*optionField   `parser:"@@*"`
	}
	// The names are those of lang/vocab, as a test holds.
	otherOptionName struct {
		Plain  struct{} `parser:"  'mpcapable' | 'mp_capable' | 'mp_capable_no_cs' | 'mp_join_syn' | 'mp_join_syn_ack'"`
		Plain2 struct{} `parser:"| 'mp_join_ack' | 'dss' | 'add_address' | 'remove_address' | 'mp_prio' | 'mp_fail'"`
		Plain3 struct{} `parser:"| 'mp_fastclose' | 'mp_reset' | 'AccECN0' | 'AccECN1' | 'gen'"`
		Plain4 struct{} `parser:"| 'exp' '-' ( 'FO' | 'AccECN0' | 'AccECN1' | 'tarr' ) | (?! 'exp' '-' ) 'exp'"`
	}
	optionField struct {
		Value  *unit    `parser:"  ~( ',' | '>' ) '=' @@"`
		After  []*group `parser:"    @@* (?! '(' | '[' )"`
		Values []*group `parser:"| ~( ',' | '>' ) (?= '[' ) @@+ (?! '(' | '[' )"`
		Plain  struct{} `parser:"| ~( ',' | '>' ) (?! '=' | '[' )"`
	}
	unit struct {
		Group *group   `parser:"  @@"`
		Plain struct{} `parser:"| ~( '(' | '[' | '{' )"`
	}
	group struct {
		Inner []*groupPart `parser:"( '(' | '[' | '{' ) @@* ( ')' | ']' | '}' )"`
	}
	groupPart struct {
		Group *group   `parser:"  @@"`
		Plain struct{} `parser:"| ~( '(' | '[' | '{' | ')' | ']' | '}' )"`
	}
)
