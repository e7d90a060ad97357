package packet

import (
	"encoding/binary"
	"fmt"
)

// TCP option kinds (IANA "TCP Option Kind Numbers").
const (
	optionEnd           = 0
	optionNop           = 1
	optionMSS           = 2
	optionWindowScale   = 3
	optionSACKPermitted = 4
	optionSACK          = 5
	optionTimestamps    = 8
	optionMD5           = 19
	optionFastOpen      = 34
	optionAccECN0       = 172
	optionAccECN1       = 174
	optionExperimental  = 254

	// fastOpenMagic marks a fast open option among the experimental ones (RFC
	// 7413, section 4.1.1).
	fastOpenMagic = 0xf989
)

// optionLengths are the lengths of the options that google/packetdrill knows; 0 is
// any length. An option of another kind ends the comparison of a packet.
var optionLengths = map[byte]int{
	optionEnd: 1, optionNop: 1, optionMSS: 4, optionWindowScale: 3, optionSACKPermitted: 2, optionTimestamps: 10,
	optionSACK: 0, optionMD5: 0, optionFastOpen: 0, optionAccECN0: 0, optionAccECN1: 0, optionExperimental: 0,
}

// option is one TCP option; Data is empty for end of list and no-operation.
type option struct {
	Kind byte
	Data []byte // after kind and length; shares memory with the packet
}

// parseOptions takes a list of options apart. End of list does not end it:
// what stands after it is looked at, too. On an error the options before it are
// returned with the error.
func parseOptions(b []byte) ([]option, error) {
	var out []option
	for len(b) > 0 {
		kind := b[0]
		expected, known := optionLengths[kind]
		if expected == 1 {
			out = append(out, option{Kind: kind})
			b = b[1:]
			continue
		}
		if len(b) < 2 {
			return append(out, option{Kind: kind}), fmt.Errorf("TCP option length byte extends too far")
		}
		length := int(b[1])
		o := option{Kind: kind, Data: b[min(2, len(b)):min(max(length, 2), len(b))]}
		switch {
		case !known:
			return append(out, o), fmt.Errorf("unexpected TCP option kind: %d", kind)
		case length < 2:
			return append(out, o), fmt.Errorf("TCP option with length byte is too short")
		case length > len(b):
			return append(out, o), fmt.Errorf("TCP option data extends too far")
		case expected != 0 && length != expected:
			return append(out, o), fmt.Errorf("bad TCP option length: was %d but expected %d", length, expected)
		}
		out = append(out, o)
		b = b[length:]
	}
	return out, nil
}

// Timestamps are the fields of a TS option (RFC 7323), writable in place.
type Timestamps []byte

// Val is the sender's timestamp.
func (t Timestamps) Val() uint32 { return binary.BigEndian.Uint32(t) }

// SetVal writes the sender's timestamp.
func (t Timestamps) SetVal(v uint32) { binary.BigEndian.PutUint32(t, v) }

// Ecr is the timestamp that is echoed.
func (t Timestamps) Ecr() uint32 { return binary.BigEndian.Uint32(t[4:]) }

// SetEcr writes the timestamp that is echoed.
func (t Timestamps) SetEcr(v uint32) { binary.BigEndian.PutUint32(t[4:], v) }

// Timestamps finds the last TS option of a TCP packet; nil where there is none.
// An option list that cannot be parsed is an error.
func (p *Packet) Timestamps() (Timestamps, error) {
	t := p.TCP()
	if t == nil {
		return nil, nil
	}
	options, err := parseOptions(t.options())
	var found Timestamps
	for _, o := range options {
		if o.Kind == optionTimestamps && len(o.Data) == 8 {
			found = Timestamps(o.Data)
		}
	}
	return found, err
}

// OffsetSACK adds delta to every edge of the SACK blocks.
func (p *Packet) OffsetSACK(delta uint32) error {
	options, err := parseOptions(p.TCP().options())
	for _, o := range options {
		if o.Kind != optionSACK {
			continue
		}
		if len(o.Data) == 0 {
			return fmt.Errorf("TCP SACK option too short")
		}
		if len(o.Data)%8 != 0 {
			return fmt.Errorf("TCP SACK option not a multiple of SACK block size")
		}
		for b := o.Data; len(b) > 0; b = b[4:] {
			binary.BigEndian.PutUint32(b, binary.BigEndian.Uint32(b)+delta)
		}
	}
	return err
}

// MSS is the maximum segment size that a TCP packet announces; 0 for none.
func (p *Packet) MSS() uint16 {
	t := p.TCP()
	if t == nil {
		return 0
	}
	options, _ := parseOptions(t.options()) // those before a wrong one count
	for _, o := range options {
		if o.Kind == optionMSS && len(o.Data) == 2 {
			return binary.BigEndian.Uint16(o.Data)
		}
	}
	return 0
}
