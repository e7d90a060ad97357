package vocab

import "testing"

// TestDescriptorUses holds which calls open and close descriptors: all others
// only use those that their arguments name.
func TestDescriptorUses(t *testing.T) {
	opens := map[string]DescriptorKind{
		"socket": SocketDescriptor, "accept": SocketDescriptor, "sctp_peeloff": SocketDescriptor,
		"open": FileDescriptor, "epoll_create": EpollDescriptor, "pipe": PipeDescriptor,
	}
	for _, c := range SystemCalls() {
		opening := c.ResultUse() == OpensDescriptor
		for _, p := range c.Params {
			opening = opening || p.Descriptor == OpensDescriptor
			want := NoDescriptor
			switch {
			case p.Kind == Descriptor && c.Name == "close":
				want = ClosesDescriptor
			case p.Kind == Descriptor:
				want = UsesDescriptor
			case p.Kind == DescriptorPair:
				want = OpensDescriptor
			}
			if p.Descriptor != want {
				t.Errorf("%s %s %s, want %s", c.Name, p.Descriptor, p.Name, want)
			}
		}
		if opening != (c.Opens != UnknownDescriptor) || c.Opens != opens[c.Name] {
			t.Errorf("%s opens a %s, want a %s", c.Name, c.Opens, opens[c.Name])
		}
		if c.Reopens != (c.Name == "accept") {
			t.Errorf("%s may open a number that is open already: %v", c.Name, c.Reopens)
		}
	}
	for field, want := range map[string]DescriptorUse{"fd": UsesDescriptor, "u32": NoDescriptor, "events": NoDescriptor,
		"nothing": NoDescriptor} {
		if got := FieldUse(field); got != want {
			t.Errorf("the field %s %s, want %s", field, got, want)
		}
	}
}

func TestStatistics(t *testing.T) {
	for _, c := range ConstantsOfKind(StatisticsAttribute) {
		s, ok := StatisticOf(c.Value)
		if !ok || s.Size != 1 && s.Size != 2 && s.Size != 4 && s.Size != 8 {
			t.Errorf("%s has %d bytes", c.Name, s.Size)
		}
	}
	for _, n := range []int64{-1, int64(len(statistics))} {
		if s, ok := StatisticOf(n); ok {
			t.Errorf("attribute %d is %+v", n, s)
		}
	}
	if busy, _ := StatisticOf(1); !busy.Duration || busy.Size != 8 {
		t.Errorf("TCP_NLA_BUSY is %+v", busy)
	}
}
