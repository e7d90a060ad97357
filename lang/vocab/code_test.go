package vocab

import (
	"testing"
)

func TestCodeVariables(t *testing.T) {
	for _, c := range []struct {
		name, structure, typ string
		value                int64
		hasValue             bool
	}{
		{"tcpi_snd_cwnd", "TCP_INFO", "u32", 0, false},
		{"tcpi_rcv_wscale", "TCP_INFO", "u8:4", 0, false},
		{"tcpi_bytes_acked", "TCP_INFO", "u64", 0, false},
		{"bbr_bw", "TCP_CC_INFO", "u64", 0, false},
		{"SK_MEMINFO_RCVBUF", "SO_MEMINFO", "u32", 0, false},
		{"TCP_ESTABLISHED", "", "int", 1, true},
		{"TCP_CA_Open", "", "int", 0, true},
		{"TCPI_OPT_SYN_DATA", "", "int", 32, true},
		{"TCPI_SYN_RECEIVED", "", "int", 0, false},
	} {
		v, ok := CodeVariable(c.name)
		if !ok {
			t.Errorf("%s is missing", c.name)
			continue
		}
		if v.Structure != c.structure || v.Type() != c.typ || v.Value != c.value || v.HasValue != c.hasValue {
			t.Errorf("%s = %+v of type %s", c.name, v, v.Type())
		}
	}
	type bit struct {
		structure string
		number    int
	}
	taken := map[bit]string{}
	for _, v := range CodeVariables() {
		if v.Dialect != Base || v.Size == 0 || v.Name == "bbr_bw" {
			continue
		}
		bits := v.Bits
		if bits == 0 {
			bits = 8 * v.Size
		}
		for i := range bits {
			b := bit{v.Structure + v.Algorithm, 8*v.Offset + v.Shift + i}
			if other, ok := taken[b]; ok {
				t.Fatalf("%s and %s share bit %d of %s", v.Name, other, b.number, b.structure)
			}
			taken[b] = v.Name
		}
	}
}
