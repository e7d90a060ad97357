package lang

import "testing"

func TestFlagSet(t *testing.T) {
	for _, test := range []struct {
		set           FlagSet
		text, withACE string
		ace           int
	}{
		{0, "-", "0", 0},
		{SYN | ACK, "S.", "S.0", 0},
		{PSH | FIN | ACK, "FP.", "FP.0", 0},
		{RST | URG | CWR, "RUW", "RU2", 2},
		{ACK | ECE | AE, ".EA", ".5", 5},
		{ECE | CWR | AE, "EWA", "7", 7},
	} {
		if test.set.String() != test.text || test.set.WithACE() != test.withACE || test.set.ACE() != test.ace {
			t.Errorf("%#x is %q, %q with a count of %d; want %q, %q, %d",
				uint16(test.set), test.set.String(), test.set.WithACE(), test.set.ACE(),
				test.text, test.withACE, test.ace)
		}
		if ACEFlags(test.ace) != test.set&(ECE|CWR|AE) {
			t.Errorf("a count of %d is %q, want the flags of %q", test.ace, ACEFlags(test.ace), test.text)
		}
	}
}
