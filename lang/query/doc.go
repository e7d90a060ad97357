// Package query finds events of scripts by what they are: an expression such as
//
//	tcp.flags & SYN && len > 0
//	call == "accept" && result < 0
//	line in 10..20 && option.sack
//
// asks an event for its fields, which Fields lists. It is what `pkt grep` takes,
// and what chooses scripts for `pkt run`. The syntax is a participle grammar, in
// syntax.go; what the words mean, and of what type each is, is checked once, so
// that asking an event is a few calls of functions.
package query
