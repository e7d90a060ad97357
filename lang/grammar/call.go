package grammar

// System calls and their arguments.
type (
	systemCall struct {
		Until  *seconds   `parser:"( Ellipsis @@ )?"`
		Name   *name      `parser:"@@"`
		Args   *arguments `parser:"@@ '='"`
		Result *result    `parser:"@@"`
		Errno  *name      `parser:"( @@"`
		Text   *note      `parser:"  @@ | @@ )?"`
	}
	// result is a name where its text follows, which no function has here.
	result struct {
		Inet  *inetAddress `parser:"  @@"`
		Name  *name        `parser:"| @@ (?= '(' )"`
		Value *expression  `parser:"| @@"`
	}
	note struct {
		Plain struct{} `parser:"'(' ( Word | Placeholder | Integer | '|' | '-' | '/' | ',' | '.' | \"'\" )* ')'"`
	}
	arguments struct {
		List []*expression `parser:"'(' ( @@ ( ',' @@ )* )? ')'"`
	}
	expression struct {
		Terms []*primary `parser:"@@ ( '|' @@ )*"`
	}
	primary struct {
		Plain     struct{}      `parser:"  Ellipsis | Integer | HexInteger | IPv4 | IPv6"`
		Plain2    struct{}      `parser:"| String ( Ellipsis | String+ )?"`
		Inet      *inetAddress  `parser:"| @@"`
		Call      *call         `parser:"| @@"`
		Assign    *assign       `parser:"| @@"`
		Name      *name         `parser:"| @@"`
		Elements  []*expression `parser:"| '[' ( @@ ( ',' @@ )* )? ']'"`
		Structure *structure    `parser:"| '{' ( @@ )? '}'"`
	}
	inetAddress struct {
		Plain struct{} `parser:"( 'inet_addr' | 'inet6_addr' ) '(' String ')'"`
	}
	// call is a function in an argument, as dialects have it.
	call struct {
		Plain struct{}    `parser:"(?! 'inet_addr' | 'inet6_addr' )"`
		Name  *name       `parser:"@@"`
		Args  *arguments  `parser:"@@"`
		Value *expression `parser:"( '=' @@ )?"`
	}
	assign struct {
		Name  *name       `parser:"@@ '='"`
		Value *expression `parser:"@@"`
	}
)

// What stands in braces. The words that a structure begins with decide which it
// is; anything else is a list.
type (
	structure struct {
		Iovec   *iovec     `parser:"  (?= Ellipsis ',' ) @@"`
		MPLS    []*mpls    `parser:"| (?= '(' ) @@+"`
		GRE     *gre       `parser:"| (?= ( 'flags' | 'Flags' ) ( '[' | Integer | HexInteger ) ) @@"`
		Plain   struct{}   `parser:"| (?= 'onoff' '=' ( ~( Ellipsis | '}' ) )* Ellipsis"`
		Plain2  struct{}   `parser:"    | 'msg_name' ( ~( 'msg_control' ) )* 'msg_control' '(' )"`
		Dialect *plainList `parser:"  @@"`
		Fixed   *fixed     `parser:"| (?! 'msg_name' ( ~( 'msg_control' ) )* 'msg_control' '(' ) @@"`
		Plain3  struct{}   `parser:"| (?! ( 'sa_family' | 'msg_name' | 'cmsg_level' | 'scm_sec' | 'ee_errno'"`
		Plain4  struct{}   `parser:"        | 'fd' | 'events' | 'onoff' ) ( '=' | '(' )"`
		Plain5  struct{}   `parser:"    | Ellipsis ',' | ( 'flags' | 'Flags' ) ( '[' | Integer | HexInteger ) )"`
		List    *plainList `parser:"  @@"`
	}
	plainList struct {
		First *expression   `parser:"@@"`
		More  []*expression `parser:"( ',' @@ )*"`
	}
	fixed struct {
		Address   *socketAddress  `parser:"  @@"`
		Message   *messageHeader  `parser:"| @@"`
		Control   *controlMessage `parser:"| @@"`
		Timestamp *timestamping   `parser:"| @@"`
		Error     *extendedError  `parser:"| @@"`
		Poll      *pollEntry      `parser:"| @@"`
		Epoll     *epollEvent     `parser:"| @@"`
		Linger    *linger         `parser:"| @@"`
	}
	iovec struct {
		Length *number `parser:"Ellipsis ',' @@"`
	}
	socketAddress struct {
		Family *name    `parser:"'sa_family' '=' @@ ','"`
		Port   *number  `parser:"'sin_port' '=' 'htons' '(' @@ ')' ','"`
		Plain  struct{} `parser:"'sin_addr' '=' 'inet_addr' '(' String ')'"`
	}
	messageHeader struct {
		Length  *number     `parser:"'msg_name' '(' Ellipsis ')' '=' Ellipsis ',' 'msg_iov' '(' @@ ')' '='"`
		Vector  *array      `parser:"@@ ','"`
		Flags   *expression `parser:"'msg_flags' '=' @@"`
		Control *array      `parser:"( ',' 'msg_control' '=' @@ )?"`
	}
	array struct {
		Elements []*expression `parser:"'[' ( @@ ( ',' @@ )* )? ']'"`
	}
	controlMessage struct {
		Level *expression `parser:"'cmsg_level' '=' @@ ','"`
		Type  *expression `parser:"'cmsg_type' '=' @@ ','"`
		Data  *expression `parser:"'cmsg_data' '=' @@"`
	}
	timestamping struct {
		Seconds     *number `parser:"'scm_sec' '=' @@ ','"`
		Nanoseconds *number `parser:"'scm_nsec' '=' @@"`
	}
	extendedError struct {
		Errno  *expression `parser:"'ee_errno' '=' @@ ','"`
		Origin *expression `parser:"'ee_origin' '=' @@ ','"`
		Type   *expression `parser:"'ee_type' '=' @@ ','"`
		Code   *expression `parser:"'ee_code' '=' @@ ','"`
		Info   *expression `parser:"'ee_info' '=' @@ ','"`
		Data   *expression `parser:"'ee_data' '=' @@"`
	}
	pollEntry struct {
		FD      *expression `parser:"'fd' '=' @@ ','"`
		Events  *expression `parser:"'events' '=' @@"`
		Revents *expression `parser:"( ',' 'revents' '=' @@ )?"`
	}
	epollEvent struct {
		Events *expression `parser:"'events' '=' @@ ','"`
		Data   *expression `parser:"( 'fd' | 'ptr' | 'u32' | 'u64' ) '=' @@"`
	}
	linger struct {
		OnOff  *number `parser:"'onoff' '=' @@ ','"`
		Linger *number `parser:"'linger' '=' @@"`
	}
)
