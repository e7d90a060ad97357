package exec

import "github.com/pktlang/pkt/exec/packet"

// written is what a script has put into a socket, as far as it is not zeros.
// The payload of every packet that a script expects is zeros, but for the
// strings that its own calls have sent.
type written struct {
	length uint32 // bytes so far, modulo 2^32
	texts  []writtenText
	// datagrams are those of a UDP socket that no packet was compared with yet.
	datagrams [][]byte
}

// writtenText stands at an offset in the bytes of a connection.
type writtenText struct {
	offset uint32
	text   []byte
}

// add notes the data of a call that is about to be made. The function that it
// returns takes back what the call did not send.
func (w *written) add(length int, text []byte) func(sent int) {
	text = text[:min(len(text), length)]
	at := len(w.texts)
	w.texts = append(w.texts, writtenText{w.length, text})
	w.length += uint32(length)
	return func(sent int) {
		w.length -= uint32(length - sent)
		w.texts[at].text = text[:min(len(text), sent)]
	}
}

// addDatagram is add for a socket whose packets are not numbered: they are
// compared in the order in which they were sent.
func (w *written) addDatagram(length int, text []byte) func(sent int) {
	w.datagrams = append(w.datagrams, text[:min(len(text), length)])
	unread := len(w.datagrams)
	return func(sent int) {
		if sent == 0 && length > 0 && len(w.datagrams) == unread {
			w.datagrams = w.datagrams[:unread-1]
		}
	}
}

// withText is an expected packet with the strings in its payload that the
// script has sent there.
func (k *socket) withText(expected *packet.Packet) *packet.Packet {
	switch t := expected.TCP(); {
	case t != nil && len(k.written.texts) > 0:
		offset := t.Seq() - 1 // the SYN takes the first sequence number
		if t.Has(syn) {
			offset = 0
		}
		out := expected.Clone()
		for _, w := range k.written.texts {
			overlay(out.Payload(), w.text, int64(int32(w.offset-offset)))
		}
		return out
	case t == nil && expected.Transport() == packet.UDP && len(k.written.datagrams) > 0:
		out := expected.Clone()
		overlay(out.Payload(), k.written.datagrams[0], 0)
		k.written.datagrams = k.written.datagrams[1:]
		return out
	}
	return expected
}

// overlay copies text to a place in payload, which may begin before it and end
// after it.
func overlay(payload, text []byte, at int64) {
	if at < 0 {
		text = text[min(-at, int64(len(text))):]
		at = 0
	}
	if at < int64(len(payload)) {
		copy(payload[at:], text)
	}
}
