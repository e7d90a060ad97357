package query

import (
	"github.com/pktlang/pkt/lang"
	"github.com/pktlang/pkt/lang/model"
	"github.com/pktlang/pkt/lang/program"
)

// eventFields are those that every event has, and what kind it is.
func eventFields() []Field {
	return []Field{
		{Name: "file", Type: Text, Doc: "the path of the script",
			read: func(e *Event) value { return text(e.Program.Script.File.Name) }},
		{Name: "line", Type: Number, Doc: "the line of the event, from 1",
			read: func(e *Event) value { return number(int64(e.Event.Line)) }},
		{Name: "event", Type: Number, Doc: "the number of the event in the script, from 1",
			read: func(e *Event) value { return number(int64(e.Event.Index) + 1) }},
		{Name: "text", Type: Text, Doc: "the event as it is written, with its time", read: func(e *Event) value {
			st := e.Event.Statement
			return text(e.Program.Script.File.Slice(st.Range(st.Core)))
		}},
		{Name: "delay", Type: Duration, Doc: "the time since the event before, where the event says it so (`+.1`)",
			read: func(e *Event) value {
				if !e.Event.Timing.Relative() {
					return value{}
				}
				return number(e.Event.Time)
			}},
		{Name: "inbound", Type: Truth, Doc: "a packet is injected into the stack", read: ofKind(program.InboundPacket)},
		{Name: "outbound", Type: Truth, Doc: "a packet is expected from the stack",
			read: ofKind(program.OutboundPacket)},
		{Name: "packet", Type: Truth, Doc: "a packet of either direction",
			read: func(e *Event) value { return truth(e.Event.Packet() != nil) }},
		{Name: "command", Type: Text, Doc: "the text of a command in backquotes", read: func(e *Event) value {
			if c, ok := e.Event.Statement.Action.(*lang.Command); ok {
				return text(c.Text)
			}
			return value{}
		}},
		{Name: "code", Type: Text, Doc: "the text between %{ and }%", read: func(e *Event) value {
			if c, ok := e.Event.Statement.Action.(*lang.Code); ok {
				return text(c.Text)
			}
			return value{}
		}},
	}
}

func ofKind(kind program.EventKind) func(*Event) value {
	return func(e *Event) value { return truth(e.Event.Kind == kind) }
}

// modelFields are those that follow the connection through the script.
func modelFields() []Field {
	return []Field{
		{Name: "state", Type: Name, Names: stateNames(), Model: true,
			Doc: "the state of the connection before the event (RFC 9293), LISTEN for a call on a listener; absent " +
				"where it is not certain",
			read: state},
		{Name: "unacked", Type: Number, Model: true,
			Doc: "what the stack has sent and the peer has not acknowledged before the event, in sequence numbers",
			read: func(e *Event) value {
				if c := connection(e); c != nil {
					return number(c.Outstanding())
				}
				return value{}
			}},
		{Name: "time", Type: Duration, Model: true,
			Doc:  "the time since the first event; where it is not certain, the earliest that it can be",
			read: func(e *Event) value { return number(e.Clock.Low) }},
	}
}

func stateNames() []string {
	var names []string
	for s := model.Closed; s <= model.TimeWait; s++ {
		names = append(names, s.String())
	}
	return names
}

func state(e *Event) value {
	if n, ok := descriptor(e.Event); ok {
		if d := e.State.Descriptor(n); d != nil && d.TCP && d.Role == model.Listening {
			return text(model.Listen.String())
		}
	}
	if c := connection(e); c != nil {
		return text(c.State.String())
	}
	return value{}
}

// connection is the one that an event is about, as far as the model is certain
// of it: that of the descriptor of a call, or the one under test.
func connection(e *Event) *model.Connection {
	c := e.State.Current()
	if n, ok := descriptor(e.Event); ok {
		d := e.State.Descriptor(n)
		if d == nil {
			return nil
		}
		c = e.State.Connection(d.Connection)
	}
	if c == nil || !c.Tracked() {
		return nil
	}
	return c
}
