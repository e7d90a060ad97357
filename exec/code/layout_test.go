package code

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The fields of a structure of the kernel lie one after the other, aligned to
// their size, so that a wrong offset leaves a gap or an overlap.
func TestLayoutHasNoGaps(t *testing.T) {
	for name, fields := range map[string][]field{
		"tcp_info": tcpInfo, "bbr": bbrInfo, "dctcp": dctcpInfo, "vegas": vegasInfo, "meminfo": memoryInfo,
	} {
		at := 0
		for i, f := range fields {
			if shared := i > 0 && f.bits > 0 && f.offset == fields[i-1].offset; shared {
				if before := fields[i-1]; f.shift != before.shift+before.bits {
					t.Errorf("%s: bits of %s start at %d, want %d", name, f.name, f.shift, before.shift+before.bits)
				}
				continue
			}
			if f.offset != at || f.offset%f.size != 0 {
				t.Errorf("%s: %s is at %d, want %d", name, f.name, f.offset, at)
			}
			at = f.offset + f.size
		}
	}
}

func TestDecodeStopsWhereTheKernelDid(t *testing.T) {
	data := make([]byte, 13)
	data[6] = 0x72
	binary.NativeEndian.PutUint32(data[8:], 204000)
	got := decode(tcpInfo, data)
	last := got[len(got)-1]
	if diff := cmp.Diff([]string{"tcpi_rto", "204000"}, []string{last.name, last.value}); diff != "" {
		t.Error(diff)
	}
	if got[6].value != "2" || got[7].value != "7" {
		t.Errorf("window scales are %s and %s, want 2 and 7", got[6].value, got[7].value)
	}
}

func TestDecodeCongestion(t *testing.T) {
	if got := decodeCongestion(nil); got != nil {
		t.Errorf("reno has no congestion control data, but got %v", got)
	}
	data := make([]byte, 20)
	binary.NativeEndian.PutUint32(data, 5)
	binary.NativeEndian.PutUint32(data[4:], 1)
	values := map[string]string{}
	for _, v := range decodeCongestion(data) {
		values[v.name] = v.value
	}
	if values["bbr_bw"] != "4294967301" || values["tcpv_enabled"] != "5" || values["dctcp_enabled"] != "5" {
		t.Errorf("got %v", values)
	}
}
