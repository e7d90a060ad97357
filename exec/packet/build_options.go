package packet

import (
	"encoding/binary"

	"github.com/pktlang/pkt/lang"
)

// buildOptions lays a list of TCP options out as the script has it, with no
// padding of its own: scripts write their nops.
func buildOptions(list *lang.TCPOptions) ([]byte, error) {
	var b []byte
	for _, o := range list.List {
		next, err := buildOption(b, o)
		if err != nil {
			return nil, err
		}
		b = next
	}
	return b, nil
}

func buildOption(b []byte, o lang.TCPOption) ([]byte, error) {
	be := binary.BigEndian
	switch o := o.(type) {
	case *lang.EndOfList:
		return append(b, optionEnd), nil
	case *lang.NoOperation:
		return append(b, optionNop), nil
	case *lang.MSS:
		return be.AppendUint16(append(b, optionMSS, 4), uint16(o.Value.Value)), nil
	case *lang.WindowScale:
		return append(b, optionWindowScale, 3, byte(o.Shift.Value)), nil
	case *lang.SACKPermitted:
		return append(b, optionSACKPermitted, 2), nil
	case *lang.SACK:
		b = append(b, optionSACK, byte(2+8*len(o.Blocks)))
		for _, block := range o.Blocks {
			b = be.AppendUint32(be.AppendUint32(b, uint32(block.Left.Value)), uint32(block.Right.Value))
		}
		return b, nil
	case *lang.Timestamps:
		b = append(b, optionTimestamps, 10)
		return be.AppendUint32(be.AppendUint32(b, uint32(o.Val.Value)), uint32(o.Ecr.Value)), nil
	case *lang.MD5:
		return append(append(b, optionMD5, byte(2+len(o.Digest.Bytes))), o.Digest.Bytes...), nil
	case *lang.FastOpen:
		return buildFastOpen(b, o), nil
	case *lang.AccECN:
		return buildAccECN(b, o), nil
	}
	return nil, notChecked(o, "an option")
}

func buildFastOpen(b []byte, o *lang.FastOpen) []byte {
	var cookie []byte
	if o.Cookie != nil {
		cookie = o.Cookie.Bytes
	}
	if o.Experimental {
		b = binary.BigEndian.AppendUint16(append(b, optionExperimental, byte(4+len(cookie))), fastOpenMagic)
	} else {
		b = append(b, optionFastOpen, byte(2+len(cookie)))
	}
	return append(b, cookie...)
}

// buildAccECN writes 24-bit counters; the field that comes first says which
// of the two option kinds it is (RFC 9768, section 3.2.3).
func buildAccECN(b []byte, o *lang.AccECN) []byte {
	kind := byte(optionAccECN0)
	if len(o.Fields) > 0 && o.Fields[0].Name == "e1b" {
		kind = optionAccECN1
	}
	b = append(b, kind, byte(2+3*len(o.Fields)))
	for _, f := range o.Fields {
		b = append(b, byte(f.Value.Value>>16), byte(f.Value.Value>>8), byte(f.Value.Value))
	}
	return b
}
